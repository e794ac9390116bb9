using System.Diagnostics;
using System.Globalization;

namespace BulkPush.Core;

/// <summary>
/// Says that this process has come to one of the numbered places of docs/job-lifecycle.md at which a crash falls between two effects. Nobody listens, so
/// it does nothing; a test listens in the process that it wants to die there (docs/adr/0015-crash-points-are-announced.md).
/// </summary>
internal static class CrashPoint
{
    public const string ListenerName = "BulkPush.CrashPoint";

    private static readonly DiagnosticListener Listener = new(ListenerName);

    /// <param name="number">The row of the table in docs/job-lifecycle.md.</param>
    public static void Reached(int number)
    {
        if (Listener.IsEnabled())
        {
            Listener.Write(number.ToString(CultureInfo.InvariantCulture), null);
        }
    }

    /// <summary>Says that a product is taken in hand: what follows runs over its content, which may be what kills the process.</summary>
    public static void TakenInHand(long productId)
    {
        if (Listener.IsEnabled())
        {
            Listener.Write(string.Create(CultureInfo.InvariantCulture, $"product {productId}"), null);
        }
    }
}
