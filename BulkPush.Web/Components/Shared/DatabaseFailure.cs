using BulkPush.Core;

namespace BulkPush.Web.Components.Shared;

/// <summary>Tells what passes by itself from our own mistakes: a page shows the first, to be tried again, and lets the second fly.</summary>
public static class DatabaseFailure
{
    public static bool Is(Exception error) => DatabaseFaults.IsAway(error) || DatabaseFaults.IsConflict(error);
}
