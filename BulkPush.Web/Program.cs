using BulkPush.Web.Hosting;

return await StartUp.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    ListeningPorts.EnsureFree(builder.Configuration);
    await using var database = await HostDatabase.OpenAsync(builder);
    builder.AddBulkPush(database);
    await using var app = builder.Build();
    app.MapBulkPush();
    await database.MigrateAsync(app);
    await app.PrepareAsync();
    await app.RunAsync();
});

public partial class Program;
