using System.Text;
using System.Text.Json.Nodes;
using BulkPush.Core.Shopify;
using BulkPush.Tests.DemoStores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What real stores answered about bulk operations comes out as FACTS section 8 says.</summary>
public sealed class BulkContractTests
{
    private const string Staging = "60-bulk-staged-upload-post";
    private const string Identifier = "BulkPush_018f000000007000800000000000000a";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Replays(Staging)]
    public async Task A_place_to_upload_to_is_asked_for_and_read_as_recorded()
    {
        var recording = Recording.Of(Staging, "setup.stagedUpload.response");
        var target = JsonNode.Parse(recording.Body).At("data.stagedUploadsCreate.stagedTargets.0")!;
        await using var replay = await Replay.StartAsync(recording);

        var staged = Assert.IsType<BulkStageOutcome.Staged>(await replay.Bulk.StageAsync("bulk-product-create-1783208844840.jsonl", Ct)).Upload;

        Assert.Equal(("https://shopify-staged-uploads.storage.googleapis.com/", Value(target, "key")), (staged.Address.ToString(), staged.Path));
        Assert.Equal(target["parameters"]!.AsArray().Select(field => (field.Text("name"), field.Text("value"))), staged.Fields.Select(field => ((string?)field.Key, (string?)field.Value)));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(recording.Variables.GetRawText()), Assert.Single(replay.Shopify.Requests).Variables));
        Assert.Equal(recording.Cost!.Requested, ShopifyDocuments.StagedUploadsCreate.SelectionCost);
    }

    [Fact]
    [Replays(Staging)]
    public async Task A_file_is_uploaded_with_every_recorded_field_before_it_and_without_the_token()
    {
        var stored = Recording.Of(Staging, "multipart POST to url");
        var file = SharedFacts.Capture(Staging).At("exchanges.1.request").Text("fileContent")!;
        var parts = new List<(string? Name, string Value)>();
        await using var replay = await Replay.StartAsync();
        var target = JsonNode.Parse(BulkRecordings.Staged(replay.Shopify.Address)).At("data.stagedUploadsCreate.stagedTargets.0")!;
        replay.Shopify.Answers(BulkRecordings.Staged(replay.Shopify.Address)).Does(async context =>
        {
            var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(context.Request.ContentType).Boundary).Value!;
            var reader = new MultipartReader(boundary, context.Request.Body);
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
                parts.Add((section.GetContentDispositionHeader()!.Name.Value, await section.ReadAsStringAsync(context.RequestAborted)));
            context.Response.StatusCode = stored.Status;
            await context.Response.WriteAsync(stored.Body, context.RequestAborted);
        });
        var staged = Assert.IsType<BulkStageOutcome.Staged>(await replay.Bulk.StageAsync("products.jsonl", Ct)).Upload;

        Assert.Null(await replay.Bulk.UploadAsync(staged, new MemoryStream(Encoding.UTF8.GetBytes(file)), "products.jsonl", Ct));

        Assert.Equal([.. target["parameters"]!.AsArray().Select(field => (field.Text("name"), field.Text("value")!)), ("file", file)], parts);
        Assert.DoesNotContain("X-Shopify-Access-Token", replay.Shopify.Requests[1].Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    [Replays(BulkRecordings.RunToCompleted)]
    public async Task An_operation_starts_runs_and_completes()
    {
        var started = Recording.Of(BulkRecordings.RunToCompleted, "success.run.response");
        var running = Recording.Of(BulkRecordings.RunToCompleted, "success.statusPolls[0].response");
        var completed = Recording.Of(BulkRecordings.RunToCompleted, "success.statusPolls[1].response");
        await using var replay = await Replay.StartAsync(started, running, completed);

        var run = await replay.Bulk.RunAsync(started.Variables.GetProperty("path").GetString()!, Identifier, Ct);
        var first = Assert.IsType<BulkLook.Found>(await replay.Bulk.LookAsync(BulkRecordings.Operation, Ct)).Operation;
        var second = Assert.IsType<BulkLook.Found>(await replay.Bulk.LookAsync(BulkRecordings.Operation, Ct)).Operation;

        Assert.Equal(new BulkRunOutcome.Started(BulkRecordings.Operation), run);
        Assert.Equal((ShopifyBulkStatus.Running, 1, false), (first.Status, first.ObjectCount, first.IsOver));
        Assert.Null(first.ResultAddress);
        Assert.Equal((ShopifyBulkStatus.Completed, 1, TimeSpan.FromSeconds(3)), (second.Status, second.ObjectCount, second.CompletedAt - second.CreatedAt));
        Assert.Equal("storage.googleapis.com", second.ResultAddress!.Host);
        Assert.True(BulkAddress.IsAllowed(second.ResultAddress, allowLoopback: false));
        Assert.Equal(
            [started.Cost!.Requested, running.Cost!.Requested],
            [ShopifyDocuments.BulkOperationRunMutation.SelectionCost, (double)ShopifyDocuments.BulkOperation.SelectionCost]);
    }

    [Fact]
    [Replays(BulkRecordings.RunToCompleted)]
    public async Task A_line_of_results_is_read_as_the_reply_to_its_product()
    {
        await using var replay = await Replay.StartAsync(BulkRecordings.Results());

        var line = Assert.Single(await LinesAsync(replay));

        Assert.Equal(0, line.LineNumber);
        Assert.Equal(new ProductSetReading.Accepted(BulkRecordings.Product, IsNew: true), ProductSetReader.Read(line.Reply, "wool", wasById: false));
        Assert.DoesNotContain(replay.Shopify.Requests[0].Headers.Keys, name => name.Contains("Token", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Replays("94-quoted-bulk-result-line-errors")]
    public async Task Lines_that_failed_are_read_like_failed_calls()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Answers(BulkRecordings.FailedLines());

        var lines = await LinesAsync(replay);

        Assert.Equal([1, 2], lines.Select(line => line.LineNumber));
        Assert.Equal(
            [
                new ProductSetReading.Rejected("SHOPIFY_USER_ERROR", "some field", "Some error message."),
                new ProductSetReading.Rejected("SHOPIFY_ERROR", "myfavoriteaddress", "Shopify does not accept myfavoriteaddress: Field is not defined on ProductInput."),
            ],
            lines.Select(line => ProductSetReader.Read(line.Reply, "wool", wasById: false)));
    }

    [Theory]
    [InlineData("63-bulk-run-no-such-file", "validations.noSuchFile.response", "NO_SUCH_FILE", "The JSONL file could not be found.")]
    [InlineData("64-bulk-run-empty-file", "validation.run.response", "INVALID_STAGED_UPLOAD_FILE", "The input file is empty.")]
    [InlineData("65-bulk-run-file-too-large", "running.oversizedRun.response", "INVALID_STAGED_UPLOAD_FILE", "The input file size exceeds the maximum allowed size of 100 MB.")]
    [InlineData("68-bulk-run-invalid-mutation", "parserError", "INVALID_MUTATION", "Failed to parse the mutation")]
    [InlineData("68-bulk-run-invalid-mutation", "queryInsteadOfMutation", "INVALID_MUTATION", "Invalid operation type.")]
    [InlineData("68-bulk-run-invalid-mutation", "multipleTopLevelMutations", "BULK_REFUSED", "You must specify a single top level mutation.")]
    [InlineData("68-bulk-run-invalid-mutation", "disallowedMutationName", "BULK_REFUSED", "You must use an allowed mutation name.")]
    [InlineData("68-bulk-run-invalid-mutation", "tooManyConnections", "BULK_REFUSED", "Bulk mutations cannot contain more than 1 connection.")]
    [InlineData("69-bulk-run-client-identifier", "validations.tooShort.response", "INVALID_MUTATION", "is too short (minimum is 10 characters)")]
    [InlineData("69-bulk-run-client-identifier", "validations.tooLong.response", "INVALID_MUTATION", "is too long (maximum is 255 characters)")]
    public async Task A_file_that_will_never_run_is_refused_with_Shopifys_words(string capture, string label, string code, string start)
    {
        await using var replay = await Replay.StartAsync(Recording.Of(capture, label));

        var refused = Assert.IsType<BulkRunOutcome.Refused>(await replay.Bulk.RunAsync("tmp/1/bulk/products.jsonl", Identifier, Ct));

        Assert.Equal(code, refused.Refusal.Code);
        Assert.StartsWith(start, refused.Refusal.Message, StringComparison.Ordinal);
        replay.AssertRequests(1);
    }

    [Theory]
    [InlineData("66-bulk-run-sixth-refused", "sixthRun.response", "2026-07", 5)]
    [InlineData("67-bulk-run-before-2026-01-second-refused", "secondRun.response", "2025-10", 1)]
    public async Task One_operation_too_many_may_be_asked_for_again(string capture, string label, string version, int atOnce)
    {
        await using var replay = await Replay.StartAsync([Recording.Of(capture, label)], version);

        var busy = Assert.IsType<BulkRunOutcome.Busy>(await replay.Bulk.RunAsync("tmp/1/bulk/products.jsonl", Identifier, Ct));

        Assert.Equal(atOnce, busy.Message.Split("gid://shopify/BulkOperation/").Length - 1);
        Assert.Equal(atOnce, replay.Bulk.AtOnce);
    }

    [Fact]
    [Replays("66-bulk-run-sixth-refused")]
    public async Task The_fifth_operation_starts_and_is_cancelled()
    {
        var fifth = Recording.Of("66-bulk-run-sixth-refused", "successfulRuns[4].response");
        await using var replay = await Replay.StartAsync(fifth, Recording.Of("66-bulk-run-sixth-refused", "cancelAttempts[0].response"));

        var started = Assert.IsType<BulkRunOutcome.Started>(await replay.Bulk.RunAsync("tmp/1/bulk/products.jsonl", Identifier, Ct));
        await replay.Bulk.CancelAsync(started.OperationId, Ct);

        Assert.Equal("gid://shopify/BulkOperation/7933224288562", replay.Shopify.Requests[1].Variables.Text("id"));
    }

    [Theory]
    [InlineData("70-bulk-read-and-cancel-errors", "validations.bulkOperationCancelUnknownId.response")]
    [InlineData("70-bulk-read-and-cancel-errors", "lifecycle.queryExportToTerminal.terminalCancelAttempt.response")]
    public async Task Cancelling_what_is_not_there_or_over_is_harmless(string capture, string label)
    {
        await using var replay = await Replay.StartAsync(Recording.Of(capture, label));

        await replay.Bulk.CancelAsync(BulkRecordings.Operation, Ct);

        replay.AssertRequests(1);
    }

    [Fact]
    [Replays("70-bulk-read-and-cancel-errors")]
    public async Task An_operation_that_Shopify_does_not_know_is_missing()
    {
        await using var replay = await Replay.StartAsync(Recording.Of("70-bulk-read-and-cancel-errors", "reads.unknownId.response"));

        Assert.IsType<BulkLook.Missing>(await replay.Bulk.LookAsync(BulkRecordings.Operation, Ct));
    }

    [Fact]
    public async Task A_started_operation_is_found_wherever_it_stands_in_the_list()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify
            .Data("""{"bulkOperations":{"nodes":[{"id":"gid://shopify/BulkOperation/1","query":"mutation BulkPush_other($input: X) { a }"},{"id":"gid://shopify/BulkOperation/2","query":"{ products { edges { node { id } } } }"}],"pageInfo":{"hasNextPage":true,"endCursor":"next"}}}""")
            .Data("""{"bulkOperations":{"nodes":[{"id":"gid://shopify/BulkOperation/3","query":"mutation NAME($input: X) { a }"}],"pageInfo":{"hasNextPage":false,"endCursor":null}}}"""
                .Replace("NAME", Identifier, StringComparison.Ordinal));

        var found = await replay.Bulk.FindStartedAsync(Identifier, Ct);

        Assert.Equal("gid://shopify/BulkOperation/3", found);
        Assert.Equal([null, "next"], replay.Shopify.Requests.Select(request => request.Variables.Text("after")));
    }

    [Theory]
    [InlineData("70-bulk-read-and-cancel-errors", "reads.malformedId.response", "provided invalid value")]
    [InlineData("70-bulk-read-and-cancel-errors", "validations.bulkOperationsMissingWindow.response", "you must provide one of first or last")]
    public async Task A_question_that_Shopify_does_not_take_is_no_answer_to_it(string capture, string label, string words)
    {
        var recording = Recording.Of(capture, label);
        await using var replay = await Replay.StartAsync(recording, recording);

        var look = await Assert.ThrowsAsync<ShopifyStoreException>(() => replay.Bulk.LookAsync("not-a-shopify-gid", Ct));
        var find = await Assert.ThrowsAsync<ShopifyStoreException>(() => replay.Bulk.FindStartedAsync(Identifier, Ct));

        Assert.All([look, find], stop => Assert.Contains(words, stop.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Replays("72-bulk-canceled-mutation-has-url")]
    public async Task What_was_done_before_a_cancellation_has_its_results()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Answers(BulkRecordings.Canceled(replay.Shopify.Address)).Answers(BulkRecordings.Results().Body);

        var operation = Assert.IsType<BulkLook.Found>(await replay.Bulk.LookAsync("gid://shopify/BulkOperation/7749099127090", Ct)).Operation;

        Assert.Equal((ShopifyBulkStatus.Canceled, true, 1, "canceled"), (operation.Status, operation.IsOver, operation.ObjectCount, operation.Verdict));
        Assert.Null(operation.CompletedAt);
        Assert.Equal([0], (await LinesAsync(replay, operation.ResultAddress)).Select(line => line.LineNumber));
    }

    private static string? Value(JsonNode target, string name) => target["parameters"]!.AsArray().Single(field => field.Text("name") == name).Text("value");

    private static async Task<List<BulkResultLine>> LinesAsync(Replay replay, Uri? address = null)
    {
        await using var results = await replay.Bulk.OpenResultsAsync(address ?? new Uri(replay.Shopify.Address, "results"), Ct);
        var lines = new List<BulkResultLine>();
        await foreach (var line in results.ReadAsync(Ct))
            lines.Add(line);
        return lines;
    }
}
