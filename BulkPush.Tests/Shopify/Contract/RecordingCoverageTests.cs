using System.Reflection;
using BulkPush.Core.Shopify;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>Every recording of real traffic is replayed through the client, or left out for a reason.</summary>
public sealed class RecordingCoverageTests
{
    private const string NotCalled = "BulkPush does not make this call";

    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["06-productset-async-operation"] = "products are pushed synchronously, or by a bulk operation",
        ["07-productset-async-minimal"] = "products are pushed synchronously, or by a bulk operation",
        ["22-productvariantsbulkcreate-1499-variants"] = NotCalled + "; its cost is compared in RecordedCostTests",
        ["23-productvariantsbulkupdate-partial-and-errors"] = NotCalled,
        ["25-input-complexity-no-refund"] = NotCalled + "; its cost is compared in RecordedCostTests",
        ["43-metafieldsset-over-25"] = NotCalled,
        ["55-collectionaddproductsv2"] = NotCalled,
        ["56-product-search-lags"] = "products are found by identifier, because search lags as recorded here",
        ["61-bulk-staged-upload-put"] = "files are uploaded with POST, whose policy refuses a file that is too large",
        ["71-bulk-query-export"] = NotCalled,
    };

    [Fact]
    public void Every_recording_is_replayed_or_left_out_for_a_reason() =>
        Assert.Empty(SharedFacts.Captures().Select(capture => capture.Name).Except(Replayed()).Except(LeftOut.Keys));

    [Fact]
    public void Only_recordings_that_are_there_are_named_and_none_both_ways()
    {
        Assert.Empty(Replayed().Concat(LeftOut.Keys).Except(SharedFacts.Captures().Select(capture => capture.Name)));
        Assert.Empty(Replayed().Intersect(LeftOut.Keys));
    }

    [Fact]
    public void Every_recorded_reply_can_be_read()
    {
        var replies = SharedFacts.Captures()
            .SelectMany(capture => Recording.AllOf(capture.Name))
            .Where(recording => recording.Status == 200 && recording.Body.StartsWith('{') && (recording.Body.Contains("\"data\"", StringComparison.Ordinal) || recording.Body.Contains("\"errors\"", StringComparison.Ordinal)))
            .Where(recording => !recording.Body.Contains("__lineNumber", StringComparison.Ordinal))
            .Select(recording => ShopifyReplyParser.Parse(System.Text.Encoding.UTF8.GetBytes(recording.Body), recording.Status, null, null))
            .ToList();

        Assert.True(replies.Count > 100, $"Only {replies.Count} replies were read.");
        Assert.All(replies, reply => Assert.True(reply.Data is not null || reply.Errors.Count > 0));
    }

    private static IReadOnlySet<string> Replayed()
    {
        var methods = typeof(RecordingCoverageTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(RecordingCoverageTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .ToList();
        var named = methods.SelectMany(method => method.GetCustomAttributes<ReplaysAttribute>()).SelectMany(replays => replays.Captures);
        var rows = methods.SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>()).Select(row => row.Data[0] as string);
        return named.Concat(rows.OfType<string>().Where(IsCapture)).ToHashSet();
    }

    private static bool IsCapture(string name) => name.Length > 3 && char.IsAsciiDigit(name[0]) && char.IsAsciiDigit(name[1]) && name[2] == '-';
}
