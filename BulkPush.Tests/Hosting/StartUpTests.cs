using System.Diagnostics;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Hosting;

/// <summary>What somebody reads whose set-up is wrong.</summary>
public sealed class StartUpTests
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
    public async Task A_value_that_cannot_work_names_the_key(string variable, string value)
    {
        var (exitCode, error) = await RunAsync(
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ConnectionStrings__BulkPush", "Host=/nowhere;Database=none"), (variable, value));

        Assert.Equal(1, exitCode);
        Assert.Contains(variable.Replace("__", ":", StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
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
