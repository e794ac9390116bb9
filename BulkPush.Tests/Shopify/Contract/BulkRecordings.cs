using System.Text.Json.Nodes;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>Recordings of bulk operations, read so that a replay can answer with them: addresses lead to the replay, and what ran productCreate ran productSet.</summary>
internal static class BulkRecordings
{
    public const string RunToCompleted = "62-bulk-run-to-completed";

    /// <summary>GID of the operation in <see cref="RunToCompleted"/>.</summary>
    public const string Operation = "gid://shopify/BulkOperation/8008814690610";

    /// <summary>GID of the product that it made.</summary>
    public const string Product = "gid://shopify/Product/10231722869042";

    /// <summary>A staged upload whose address is on this server.</summary>
    public static string Staged(Uri server)
    {
        var body = JsonNode.Parse(Recording.Of("60-bulk-staged-upload-post", "setup.stagedUpload.response").Body)!;
        body.At("data.stagedUploadsCreate.stagedTargets.0")!["url"] = new Uri(server, "upload").ToString();
        return body.ToJsonString();
    }

    /// <summary>A look at the operation when it was over, its results on this server.</summary>
    public static string Completed(Uri server) => WithResults(JsonNode.Parse(Recording.Of(RunToCompleted, "success.statusPolls[1].response").Body)!, server);

    /// <summary>The recorded entry of a list of operations, as a look at one of them: cancelled, its results on this server.</summary>
    public static string Canceled(Uri server) => WithResults(
        new JsonObject { ["data"] = new JsonObject { ["bulkOperation"] = SharedFacts.Capture("72-bulk-canceled-mutation-has-url").At("exchanges.0.response.node")!.DeepClone() } }, server);

    /// <summary>The result file of the operation.</summary>
    public static Recording Results() => Recording.Of(RunToCompleted, "GET result url").As("productSet", "productCreate");

    /// <summary>The documented lines of failures, as a result file has them.</summary>
    public static string FailedLines() => string.Join(
        '\n',
        JsonNode.Parse(Recording.Of("94-quoted-bulk-result-line-errors").As("productSet", "productCreate").Body)!.AsArray().Select(line => line!.ToJsonString()));

    private static string WithResults(JsonNode body, Uri server)
    {
        body.At("data.bulkOperation")!["url"] = new Uri(server, "results").ToString();
        return body.ToJsonString();
    }
}
