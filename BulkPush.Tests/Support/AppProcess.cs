using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BulkPush.Tests.Support;

/// <summary>The real application as a process of its own, which a test may kill. Killed when disposed.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly ConcurrentQueue<string> _said = [];

    private AppProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Where it listens, ending with a slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    /// <param name="connectionString">Null or empty for the embedded database, or none.</param>
    /// <param name="userName">Operating-system user to run as; null for the present one.</param>
    /// <param name="program">Path of another build's BulkPush.Web.dll; null for this one's.</param>
    public static async Task<AppProcess> StartAsync(
        string? connectionString, IReadOnlyDictionary<string, string> settings, string? userName = null, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet", [program ?? typeof(Program).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Development"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (key, value) in AppSettings.For(connectionString, settings))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var assets = new TestDirectory();
        if (userName is not null)
        {
            start.UserName = userName;
            start.Environment["HOME"] = "/tmp";

            // Other users may not read the package cache that a build's own list of assets points into.
            File.SetUnixFileMode(assets.Path, (UnixFileMode)0b111_101_101);
            var assetList = assets.Combine("assets.json");
            await File.WriteAllTextAsync(assetList, """{"ContentRoots":[],"Root":{"Children":null,"Asset":null,"Patterns":null}}""", TestContext.Current.CancellationToken);
            start.ArgumentList.Add("--staticWebAssets");
            start.ArgumentList.Add(assetList);
        }

        var app = new AppProcess(Process.Start(start)!);
        try
        {
            app.Address = await app.WaitUntilListeningAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a crash would: nothing runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Stops it in the middle of whatever it does, as a virtual machine that is moved; it knows nothing of it.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets it go on where it was.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Waits until it has written a line to its console that contains <paramref name="text"/>.</summary>
    public Task SaysAsync(string text) =>
        Eventually.IsTrueAsync(() => _said.Any(line => line.Contains(text, StringComparison.Ordinal)), $"the process says '{text}'");

    /// <summary>Waits until it dies by SIGKILL, without the test's doing.</summary>
    public async Task KilledAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StartLimit, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, _process.ExitCode);
    }

    /// <summary>Asks it to stop, as a container or a service would.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        Signal("TERM");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var signal = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        signal.WaitForExit();
    }

    private async Task<Uri> WaitUntilListeningAsync()
    {
        // Read to its end, so that the application never waits for room in the pipe.
        var said = new TaskCompletionSource<Uri?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                said.TrySetResult(null);
                return;
            }

            _said.Enqueue(line.Data);
            if (Announcement().Match(line.Data) is { Success: true } found)
                said.TrySetResult(new Uri(found.Groups[1].Value));
        };
        _process.BeginOutputReadLine();
        return await said.Task.WaitAsync(StartLimit, TimeProvider.System, TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException($"The application ended: {await _errors}");
    }

    [GeneratedRegex("^BulkPush .* is at (http://[^ ]+)")]
    private static partial Regex Announcement();
}
