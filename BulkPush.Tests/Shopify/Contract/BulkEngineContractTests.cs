using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What real stores answered about bulk operations, through the whole engine: from the file that is written to the outcome that is recorded.</summary>
public sealed class BulkEngineContractTests(PostgresCluster cluster)
{
    private const string Direct = "08-productset-identifier-null-creates";
    private const string DirectProduct = "gid://shopify/Product/10179285221682";

    private static readonly string[] OneFile = ["StoreHandshake", "StagedUploadsCreate", "upload", "BulkOperationRunMutation"];

    [Fact]
    [Replays(BulkRecordings.RunToCompleted)]
    public async Task A_file_is_uploaded_run_watched_and_its_result_recorded()
    {
        await using var store = await StartAsync(BulkRecordings.RunToCompleted);
        store.LetsIn().TakesAFile()
            .Answers(Recording.Of(BulkRecordings.RunToCompleted, "success.run.response"))
            .Answers(Recording.Of(BulkRecordings.RunToCompleted, "success.statusPolls[0].response"))
            .Answers(BulkRecordings.Completed(store.Shopify.Address))
            .Answers(BulkRecordings.Results());

        var (items, push) = await store.PushAsync(1);

        Assert.Equal(new RecordedOutcome(PushItemOutcome.Created, BulkRecordings.Product), Assert.Single(items));
        Assert.Equal(StorePushStatus.Completed, push.Status);
        Assert.Equal([.. OneFile, "BulkOperation", "BulkOperation", "results"], store.Asked);
    }

    [Fact]
    [Replays("94-quoted-bulk-result-line-errors")]
    public async Task Failed_lines_fail_their_products_and_a_missing_line_is_pushed_again()
    {
        await using var store = await StartAsync("94-quoted-bulk-result-line-errors");
        store.LetsIn().TakesAFile()
            .Answers(Recording.Of(BulkRecordings.RunToCompleted, "success.run.response"))
            .Answers(BulkRecordings.Completed(store.Shopify.Address))
            .Answers(BulkRecordings.FailedLines())
            .LetsIn()
            .Answers(Recording.Of(Direct));

        var (items, _) = await store.PushAsync(3);

        Assert.Equal(
            [
                new RecordedOutcome(PushItemOutcome.Created, DirectProduct),
                new RecordedOutcome(PushItemOutcome.Failed, null, "SHOPIFY_USER_ERROR", "some field", "Some error message."),
                new RecordedOutcome(
                    PushItemOutcome.Failed, null, "SHOPIFY_ERROR", "myfavoriteaddress", "Shopify does not accept myfavoriteaddress: Field is not defined on ProductInput."),
            ],
            items);
        Assert.Equal([.. OneFile, "BulkOperation", "results", "StoreHandshake", "ProductSet"], store.Asked);
    }

    [Fact]
    [Replays("72-bulk-canceled-mutation-has-url")]
    public async Task Results_of_a_cancelled_operation_are_recorded()
    {
        await using var store = await StartAsync("72-bulk-canceled-mutation-has-url");
        store.LetsIn().TakesAFile()
            .Answers(Recording.Of(BulkRecordings.RunToCompleted, "success.run.response"))
            .Answers(BulkRecordings.Canceled(store.Shopify.Address))
            .Answers(BulkRecordings.Results());

        var (items, _) = await store.PushAsync(1);

        Assert.Equal(new RecordedOutcome(PushItemOutcome.Created, BulkRecordings.Product), Assert.Single(items));
        Assert.Equal([.. OneFile, "BulkOperation", "results"], store.Asked);
    }

    [Fact]
    [Replays("70-bulk-read-and-cancel-errors")]
    public async Task An_operation_that_Shopify_lost_leaves_its_products_to_be_pushed_again()
    {
        await using var store = await StartAsync("70-bulk-read-and-cancel-errors");
        store.LetsIn().TakesAFile()
            .Answers(Recording.Of(BulkRecordings.RunToCompleted, "success.run.response"))
            .Answers(Recording.Of("70-bulk-read-and-cancel-errors", "reads.unknownId.response"))
            .LetsIn()
            .Answers(Recording.Of(Direct));

        var (items, _) = await store.PushAsync(1);

        Assert.Equal(new RecordedOutcome(PushItemOutcome.Created, DirectProduct), Assert.Single(items));
        Assert.Equal([.. OneFile, "BulkOperation", "StoreHandshake", "ProductSet"], store.Asked);
    }

    [Fact]
    [Replays("66-bulk-run-sixth-refused")]
    public async Task A_file_that_is_one_too_many_waits_and_is_not_uploaded_anew()
    {
        await using var store = await StartAsync("66-bulk-run-sixth-refused");
        store.LetsIn().TakesAFile()
            .Answers(Recording.Of("66-bulk-run-sixth-refused", "sixthRun.response"))
            .Answers(Recording.Of("66-bulk-run-sixth-refused", "successfulRuns[4].response"))
            .Answers(BulkRecordings.Completed(store.Shopify.Address))
            .Answers(BulkRecordings.Results());

        var (items, _) = await store.PushAsync(1);

        Assert.Equal(new RecordedOutcome(PushItemOutcome.Created, BulkRecordings.Product), Assert.Single(items));
        Assert.Equal([.. OneFile, "BulkOperationRunMutation", "BulkOperation", "results"], store.Asked);
    }

    [Theory]
    [InlineData("63-bulk-run-no-such-file", "validations.noSuchFile.response", 2, "NO_SUCH_FILE")]
    [InlineData("64-bulk-run-empty-file", "validation.run.response", 2, "INVALID_STAGED_UPLOAD_FILE")]
    [InlineData("65-bulk-run-file-too-large", "running.oversizedRun.response", 2, "INVALID_STAGED_UPLOAD_FILE")]
    [InlineData("68-bulk-run-invalid-mutation", "parserError", 1, "INVALID_MUTATION")]
    [InlineData("68-bulk-run-invalid-mutation", "tooManyConnections", 1, "BULK_REFUSED")]
    [InlineData("69-bulk-run-client-identifier", "validations.tooLong.response", 1, "INVALID_MUTATION")]
    public async Task What_is_wrong_with_a_file_may_pass_once_and_then_its_products_are_sent_directly(string capture, string label, int uploads, string code)
    {
        await using var store = await StartAsync(capture);
        store.LetsIn();
        for (var upload = 0; upload < uploads; upload++)
            store.TakesAFile().Answers(Recording.Of(capture, label));
        store.LetsIn().Answers(Recording.Of(Direct));

        var (items, push) = await store.PushAsync(1);

        Assert.Equal(new RecordedOutcome(PushItemOutcome.Created, DirectProduct), Assert.Single(items));
        Assert.EndsWith($"The last one was sent directly: Shopify took no more files ({code}).", push.StrategyReason, StringComparison.Ordinal);
        Assert.Equal(
            ["StoreHandshake", .. Enumerable.Repeat(OneFile[1..], uploads).SelectMany(part => part), "StoreHandshake", "ProductSet"],
            store.Asked);
    }

    /// <summary>Reads a recording first: where there are none, the test is left out before anything is started.</summary>
    private Task<RecordedStore> StartAsync(string capture)
    {
        Recording.AllOf(capture);
        return RecordedStore.StartAsync(cluster);
    }
}
