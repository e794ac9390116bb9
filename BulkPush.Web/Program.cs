using BulkPush.Web.Components;

var builder = WebApplication.CreateBuilder(args);
// Without it a run outside Development that was not published serves no package's styles and scripts.
builder.WebHost.UseStaticWebAssets();
builder.Services.AddSingleton(TimeProvider.System).AddDashboard();
builder.Services.AddAuthorization();
var app = builder.Build();
app.MapDashboard();
await app.RunAsync();

public partial class Program;
