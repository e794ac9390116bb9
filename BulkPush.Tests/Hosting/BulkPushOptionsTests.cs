using BulkPush.Core;

namespace BulkPush.Tests.Hosting;

public sealed class BulkPushOptionsTests
{
    [Theory]
    [InlineData("web", ProcessRoles.Web)]
    [InlineData("worker, demo-stores", ProcessRoles.Worker | ProcessRoles.DemoStores)]
    [InlineData("WEB,Worker,web", ProcessRoles.Web | ProcessRoles.Worker)]
    public void Reads_roles(string text, ProcessRoles expected)
    {
        Assert.True(ProcessRolesText.TryParse(text, out var roles));
        Assert.Equal(expected, roles);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("web,wroker")]
    public void Refuses_roles_that_do_not_exist(string text) => Assert.False(ProcessRolesText.TryParse(text, out _));

    [Fact]
    public void Names_the_key_of_every_mistake()
    {
        var options = new BulkPushOptions
        {
            Roles = "everything",
            Bootstrap = new BootstrapOptions { AdminEmail = "nobody", ApiToken = "short" },
        };

        var failures = new BulkPushOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            ["BulkPush:Roles", "BulkPush:Bootstrap:AdminEmail", "BulkPush:Bootstrap:AdminEmail", "BulkPush:Bootstrap:ApiToken"],
            failures.Select(failure => failure.Split(' ')[0]));
    }

    [Fact]
    public void Accepts_what_is_not_set() => Assert.True(new BulkPushOptionsValidator().Validate(null, new BulkPushOptions()).Succeeded);
}
