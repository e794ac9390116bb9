namespace BulkPush.Core.Pushing;

/// <summary>What a worker is doing with a store, in the words operators read.</summary>
internal static class PushPhase
{
    public const string Checking = "Checking the store";
    public const string Planning = "Comparing with the last push";
    public const string Pushing = "Pushing";
    public const string Suspects = "A worker died here: sending one at a time what it worked on";
    public const string BulkLeftovers = "Ending at Shopify what an earlier push left running";
    public const string BulkEnding = "Ending what runs at Shopify";
    public const string BulkWriting = "Writing products into files";
    public const string BulkUploading = "Uploading a file of products";
    public const string BulkWaiting = "Waiting for other bulk operations of this app to end";
    public const string BulkReading = "Reading what became of the products";
    public const string BulkUnanswered = "Shopify does not say how far it is; asking again";

    public static string BulkRunning(int files) => files == 1 ? "Shopify is working through 1 file" : $"Shopify is working through {files} files";
    public const string Publishing = "Publishing new products";
}
