using System.Security.Claims;
using BulkPush.Core.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Support;

/// <summary>The real application over a database of its own, with demo stores in the same process; shared by the tests of a class.</summary>
public sealed class BulkPushApp(PostgresCluster cluster) : IAsyncLifetime
{
    private RunningApp? _app;

    public string ConnectionString { get; private set; } = "";

    internal RunningApp App => _app ?? throw new InvalidOperationException("The application has not started.");

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await cluster.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        _app = RunningApp.Start(ConnectionString);
    }

    /// <summary>Makes an operator with <see cref="RunningApp.AdminPassword"/> and gives the e-mail back.</summary>
    public async Task<string> CreateOperatorAsync(params string[] permissions)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<BulkPushUser>>();
        var email = $"operator-{A.Number()}@example.com";
        var user = new BulkPushUser { UserName = email, Email = email };
        Assert.True((await users.CreateAsync(user, RunningApp.AdminPassword)).Succeeded);
        await users.AddClaimsAsync(user, permissions.Select(p => new Claim(Permissions.ClaimType, p)));
        return email;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
