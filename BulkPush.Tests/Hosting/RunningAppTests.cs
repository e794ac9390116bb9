using System.Net;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Hosting;

public sealed class RunningAppTests(BulkPushApp app) : IClassFixture<BulkPushApp>
{
    [Fact]
    public async Task Says_that_it_is_ready()
    {
        using var client = app.App.CreateClient();

        var answer = await client.GetAsync("health/ready", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Lets_the_first_API_token_in()
    {
        using var client = app.App.CreateApiClient();

        var answer = await client.GetAsync("api/products", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_call_from_nobody()
    {
        using var client = app.App.CreateClient();

        var answer = await client.GetAsync("api/products", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
