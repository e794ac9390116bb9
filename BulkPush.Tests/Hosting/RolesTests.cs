using System.Net;
using BulkPush.Core;
using BulkPush.Tests.Support;
using BulkPush.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace BulkPush.Tests.Hosting;

public sealed class RolesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Demo_stores_alone_need_no_database_and_serve_nothing_else()
    {
        await using var app = RunningApp.Start(null, new Dictionary<string, string> { ["BulkPush:Roles"] = "demo-stores" });
        var shop = await DemoShop.OpenAsync(app.Address);
        using var client = app.CreateClient();

        Assert.Equal(0, await shop.ProductCountAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("api/products", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("health/ready", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("demo-stores")]
    [InlineData("demo-stores/north/admin")]
    public async Task Demo_stores_that_a_process_does_not_play_are_not_found(string address)
    {
        await using var app = RunningApp.Start(postgres.ConnectionString, new Dictionary<string, string> { ["BulkPush:Roles"] = "web" });
        using var client = app.CreateClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("Development", "", ProcessRoles.Web | ProcessRoles.Worker | ProcessRoles.DemoStores)]
    [InlineData("Production", "", ProcessRoles.Web | ProcessRoles.Worker)]
    [InlineData("Development", "worker", ProcessRoles.Worker)]
    public void Roles_are_what_is_asked_for_or_what_the_environment_is_for(string environment, string roles, ProcessRoles expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("BulkPush:Roles", roles)]).Build();

        Assert.Equal(expected, HostRoles.Of(configuration, new HostingEnvironment { EnvironmentName = environment }));
    }
}
