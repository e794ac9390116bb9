using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core;

/// <summary>
/// Tells faults of the database that pass by themselves from mistakes of ours, through whatever wraps them: Entity Framework puts what Npgsql calls transient
/// into an <see cref="InvalidOperationException"/>, with a <see cref="DbUpdateException"/> between the two when it was saving.
/// </summary>
public static class DatabaseFaults
{
    /// <summary>Whether the database cannot be reached or used just now: no connection, a lost one, none free in time, a server that is stopping, starting or full.</summary>
    public static bool IsAway(Exception fault)
    {
        if (SqlState(fault) is { } state)
        {
            // Connection exceptions, insufficient resources, a server that shuts down or starts. 57014 is a statement that was cancelled.
            return state.StartsWith("08", StringComparison.Ordinal)
                || state.StartsWith("53", StringComparison.Ordinal)
                || state.StartsWith("57P", StringComparison.Ordinal);
        }

        // Npgsql lets a failed look-up of the server's name and some of its time-outs out as they are. Only Entity Framework may stand around them:
        // under anything else they tell of another server than the database.
        return Chain(fault).Any(link => link is NpgsqlException { IsTransient: true })
            || Chain(fault).SkipWhile(link => link is InvalidOperationException or DbUpdateException).FirstOrDefault() is SocketException or TimeoutException;
    }

    /// <summary>Whether the transaction lost against another one (a deadlock, a serialization failure): it left nothing behind and may be tried again at once.</summary>
    public static bool IsConflict(Exception fault) => SqlState(fault) is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private static string? SqlState(Exception fault) => Chain(fault).OfType<PostgresException>().FirstOrDefault()?.SqlState;

    private static IEnumerable<Exception> Chain(Exception fault)
    {
        for (var link = fault; link is not null; link = link.InnerException)
        {
            yield return link;
        }
    }
}
