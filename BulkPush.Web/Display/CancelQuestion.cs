using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What cancelling a push means, said before it is done.</summary>
public static class CancelQuestion
{
    /// <summary>What cancelling one store means.</summary>
    public static string For(JobProgress job, StorePushView store) => $"{For(job)} The other stores of this push go on; only {store.StoreName} stops.";

    /// <param name="job">Null while the push has not been read yet.</param>
    public static string For(JobProgress? job)
    {
        const string Done = "Products that are already in their stores stay there. The others are left out";
        return job is { Scope.Force: true }
            ? $"{Done}; the next push brings what is due by then. To send everything again, start such a push once more."
            : $"{Done}; the next push brings them.";
    }
}
