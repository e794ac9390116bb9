using System.Diagnostics;
using System.Globalization;
using BulkPush.Core;

/// <summary>
/// Makes a process die at a crash point. The runtime of a process that was started with <c>DOTNET_STARTUP_HOOKS</c> naming this assembly calls it before
/// Main; its name and place, in no namespace, are the runtime's. Nothing of it is in the application (docs/adr/0015-crash-points-are-announced.md).
/// </summary>
internal static class StartupHook
{
    private const string Moment = "BULKPUSH_TESTS_DIE_AT";

    /// <param name="passes">The process survives so many passes of the point less one.</param>
    public static IReadOnlyDictionary<string, string> DyingAt(int point, int passes = 1) => DyingAt(point.ToString(CultureInfo.InvariantCulture), passes);

    /// <param name="announcement">What the application says there, without an x.</param>
    /// <inheritdoc cref="DyingAt(int, int)"/>
    public static IReadOnlyDictionary<string, string> DyingAt(string announcement, int passes = 1) => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
        [Moment] = string.Create(CultureInfo.InvariantCulture, $"{announcement}x{passes}"),
    };

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Moment)?.Split('x') is [var point, var passes])
        {
            DiagnosticListener.AllListeners.Subscribe(new Announcers(new Death(point, int.Parse(passes, CultureInfo.InvariantCulture))));
        }
    }

    private sealed class Announcers(Death death) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == CrashPoint.ListenerName)
            {
                value.Subscribe(death);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Death(string point, int passes) : IObserver<KeyValuePair<string, object?>>
    {
        private int _passed;

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == point && Interlocked.Increment(ref _passed) == passes)
            {
                // SIGKILL: no finally, no dispose, no more packet.
                Process.GetCurrentProcess().Kill();
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
