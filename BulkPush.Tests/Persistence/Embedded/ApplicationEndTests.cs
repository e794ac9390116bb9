using System.Diagnostics;
using System.Globalization;
using BulkPush.Core.Persistence.Embedded;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Persistence.Embedded;

/// <summary>The real application as a process of its own, on a server that it started.</summary>
public sealed class ApplicationEndTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly PostgresLayout _layout;

    public ApplicationEndTests() => _layout = new PostgresLayout(_directory.Combine("postgres"));

    [Fact]
    public async Task Its_server_ends_with_an_application_that_was_killed()
    {
        using var application = await StartAsync(userName: null);
        var server = ServerId();

        application.Kill();

        await Eventually.IsTrueAsync(() => ProcessCommandLine.Of(server) is null, "the server ends after its application was killed");
    }

    [Fact]
    public async Task Its_server_ends_before_an_application_that_is_told_to_stop()
    {
        using var application = await StartAsync(userName: null);
        var server = ServerId();

        using var signal = Process.Start("kill", ["-TERM", application.Id.ToString(CultureInfo.InvariantCulture)]);
        await application.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Null(ProcessCommandLine.Of(server));
        Assert.Equal(0, application.ExitCode);
    }

    [Fact]
    public async Task An_ordinary_user_starts_it_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "These tests run as an ordinary user already.");
        Assert.SkipUnless(await MayReadAsync("nobody"), "The user 'nobody' may not enter the directory of this build.");
        using var owned = Process.Start("chown", ["nobody", _directory.Path]);
        await owned.WaitForExitAsync(TestContext.Current.CancellationToken);

        using var application = await StartAsync("nobody");

        Assert.Equal("nobody", OwnerOf(_layout.Data));
        application.Kill();
    }

    public void Dispose() => _directory.Dispose();

    private async Task<Process> StartAsync(string? userName)
    {
        // Other users may not read the package cache that a build's own list of assets points into.
        var assets = _directory.Combine("assets.json");
        await File.WriteAllTextAsync(assets, """{"ContentRoots":[],"Root":{"Children":null,"Asset":null,"Patterns":null}}""", TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Development", "--staticWebAssets", assets])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory.Path,
            Environment =
            {
                ["BulkPush__DataDirectory"] = _directory.Path,
                ["BulkPush__Roles"] = "web",
                ["ConnectionStrings__BulkPush"] = "",
                ["HOME"] = _directory.Path,
            },
        };
        if (userName is not null)
            start.UserName = userName;
        var process = Process.Start(start)!;
        // Read to its end, so that the application never waits for room in the pipe.
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.Contains(" is at ", StringComparison.Ordinal))
                said.TrySetResult(line.Data ?? "nothing");
        };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var announcement = await said.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(announcement.Contains(" is at ", StringComparison.Ordinal), process.HasExited ? await errors : announcement);
        return process;
    }

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
