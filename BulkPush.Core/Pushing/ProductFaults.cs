using Npgsql;

namespace BulkPush.Core.Pushing;

/// <summary>Tells what one product's rows may bring about from what would happen with every product.</summary>
internal static class ProductFaults
{
    /// <summary>
    /// Whether a single product may be the reason why products could not be read. A statement that is refused altogether (class 42: a column or a right is missing) is
    /// refused for every one.
    /// </summary>
    public static bool MayBeOne(Exception fault) =>
        fault is not OperationCanceledException
        && !DatabaseFaults.IsAway(fault)
        && !DatabaseFaults.IsConflict(fault)
        && (fault.GetBaseException() as PostgresException)?.SqlState is not ['4', '2', ..];
}
