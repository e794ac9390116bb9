using System.Diagnostics;
using System.Globalization;
using BulkPush.Core.Persistence.Embedded;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Persistence.Embedded;

/// <summary>The real application as a process of its own, on a server that it started.</summary>
public sealed class ApplicationEndTests : IAsyncDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly PostgresLayout _layout;

    public ApplicationEndTests() => _layout = new PostgresLayout(_directory.Combine("postgres"));

    [Fact]
    public async Task Its_server_ends_with_an_application_that_was_killed()
    {
        await using var application = await StartAsync();
        var server = ServerId();

        await application.KillAsync();

        await Eventually.IsTrueAsync(() => ProcessCommandLine.Of(server) is null, "the server ends after its application was killed");
    }

    [Fact]
    public async Task Its_server_ends_before_an_application_that_is_told_to_stop()
    {
        await using var application = await StartAsync();
        var server = ServerId();

        var exitCode = await application.StopAsync();

        Assert.Null(ProcessCommandLine.Of(server));
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task An_ordinary_user_starts_it_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "These tests run as an ordinary user already.");
        Assert.SkipUnless(await MayReadAsync("nobody"), "The user 'nobody' may not enter the directory of this build.");
        using var owned = Process.Start("chown", ["nobody", _directory.Path]);
        await owned.WaitForExitAsync(TestContext.Current.CancellationToken);

        await using var application = await StartAsync("nobody");

        Assert.Equal("nobody", OwnerOf(_layout.Data));
        await application.StopAsync();
    }

    public ValueTask DisposeAsync() => _directory.DisposeAsync();

    private Task<AppProcess> StartAsync(string? userName = null) => AppProcess.StartAsync(
        null, new Dictionary<string, string> { ["BulkPush:DataDirectory"] = _directory.Path, ["BulkPush:Roles"] = "web" }, userName);

    private int ServerId() => int.Parse(File.ReadLines(_layout.PostmasterId).First(), CultureInfo.InvariantCulture);

    private static async Task<bool> MayReadAsync(string userName)
    {
        using var test = Process.Start(new ProcessStartInfo("test", ["-r", typeof(Program).Assembly.Location]) { UserName = userName, WorkingDirectory = "/" })!;
        await test.WaitForExitAsync(TestContext.Current.CancellationToken);
        return test.ExitCode == 0;
    }

    private static string OwnerOf(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%U", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
