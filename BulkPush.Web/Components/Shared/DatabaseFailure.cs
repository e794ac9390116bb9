using System.Data.Common;

namespace BulkPush.Web.Components.Shared;

/// <summary>Tells the database's absence from our own mistakes: a page shows the first and lets the second fly.</summary>
public static class DatabaseFailure
{
    /// <remarks>Entity Framework wraps what may pass by itself in an <see cref="InvalidOperationException"/>.</remarks>
    public static bool Is(Exception error) => error is DbException or TimeoutException or InvalidOperationException { InnerException: DbException or TimeoutException };
}
