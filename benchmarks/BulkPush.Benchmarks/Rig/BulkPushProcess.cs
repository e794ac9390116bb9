using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BulkPush.Benchmarks.Rig;

/// <summary>BulkPush.Web as a process of its own, on a free port of this machine. Ended when disposed.</summary>
internal sealed partial class BulkPushProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private BulkPushProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Where it listens, ending with a slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <param name="settings">Configuration keys; only warnings are logged.</param>
    public static async Task<BulkPushProcess> StartAsync(
        string roles, IReadOnlyDictionary<string, string> settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Production"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["BulkPush__Roles"] = roles;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = new BulkPushProcess(Process.Start(start) ?? throw new InvalidOperationException("The process did not start."));
        try
        {
            process.Address = await process.WaitUntilListeningAsync(clock, cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The most memory that the process ever had in use, in bytes.</summary>
    public long PeakWorkingSet()
    {
        // Process.PeakWorkingSet64 is not filled on Linux.
        var status = $"/proc/{Id.ToString(CultureInfo.InvariantCulture)}/status";
        if (File.Exists(status) && File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

        _process.Refresh();
        return _process.PeakWorkingSet64;
    }

    /// <summary>Ends it as a crash would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks it to stop (SIGTERM) and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var signal = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // In good order first, so that it lets go of its database.
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await StopAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private async Task<Uri> WaitUntilListeningAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        // Read to its end, so that the process never waits for room in the pipe.
        var said = new TaskCompletionSource<Uri?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                said.TrySetResult(null);
            else if (Announcement().Match(line.Data) is { Success: true } found)
                said.TrySetResult(new Uri(found.Groups[1].Value));
            else
                Console.Error.WriteLine(line.Data);
        };
        _process.BeginOutputReadLine();
        return await said.Task.WaitAsync(StartLimit, clock, cancellationToken) ?? throw new InvalidOperationException("BulkPush.Web ended before it listened.");
    }

    [GeneratedRegex("^BulkPush .* is at (http://[^ ]+)")]
    private static partial Regex Announcement();
}
