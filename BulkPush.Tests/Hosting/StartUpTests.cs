using System.Diagnostics;
using BulkPush.Tests.Shopify;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Hosting;

/// <summary>What somebody reads whose set-up is wrong.</summary>
public sealed class StartUpTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Production_without_a_database_names_the_key()
    {
        var (exitCode, error) = await RunAsync(("ASPNETCORE_ENVIRONMENT", "Production"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("ConnectionStrings:BulkPush is not set.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BulkPush__Roles", "everything")]
    [InlineData("BulkPush__DemoData", "perhaps")]
    [InlineData("Pushing__SaveEvery", "0")]
    [InlineData("Pushing__StoresAtOnce", "abc")]
    [InlineData("Shopify__RequestTimeout", "xyz")]
    [InlineData("Shopify__Transport", "Pigeon")]
    [InlineData("Api__RequestsPerMinute", "-1")]
    [InlineData("Api__RequestsPerMinute", "99999999999")]
    [InlineData("ConnectionStrings__BulkPush", "garbage")]
    [InlineData("ConnectionStrings__BulkPush", "Host=db;Port=many")]
    [InlineData("ConnectionStrings__BulkPush", "Database=bulkpush")]
    public async Task A_value_that_cannot_work_is_a_sentence_that_begins_with_its_key(string variable, string value)
    {
        var (exitCode, error) = await RunAsync(
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ConnectionStrings__BulkPush", "Host=/nowhere;Database=none"), (variable, value));

        Assert.Equal(1, exitCode);
        Assert.StartsWith(variable.Replace("__", ":", StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_client_of_Shopify_that_the_build_does_not_have_is_one_sentence()
    {
        Assert.SkipWhen(ShopifyTransportChoiceTests.HasShopifySharp, "This build has ShopifySharp.");

        var (exitCode, error) = await RunAsync(
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ConnectionStrings__BulkPush", "Host=/nowhere;Database=none"), ("Shopify__Transport", "ShopifySharp"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Shopify:Transport is ShopifySharp, which this build does not have", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_password_that_is_refused_is_a_sentence_and_nothing_else()
    {
        var (exitCode, error) = await RunAsync(
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ConnectionStrings__BulkPush", postgres.ConnectionString),
            ("BulkPush__Bootstrap__AdminEmail", "ada@example.com"),
            ("BulkPush__Bootstrap__AdminPassword", "short"));

        Assert.Equal(1, exitCode);
        Assert.All(
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("BulkPush:Bootstrap:AdminEmail and AdminPassword do not make an operator:", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_in_one_sentence()
    {
        await using var other = RunningApp.Start(null, new Dictionary<string, string> { ["BulkPush:Roles"] = "demo-stores" });

        var (exitCode, error) = await RunAsync(("ASPNETCORE_URLS", $"http://localhost:{other.Port}"), ("BulkPush__Roles", "demo-stores"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Port {other.Port} is taken", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
