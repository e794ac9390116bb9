using System.Text.Json;
using BulkPush.Core.Shopify;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>Replies that are about the request, the store or the moment, not about the product (FACTS section 2).</summary>
public sealed class FaultContractTests
{
    [Theory]
    [InlineData("30-errors-before-execution", "invalidSyntax", "SHOPIFY_API_MISMATCH")]
    [InlineData("30-errors-before-execution", "missingSubselection", "SHOPIFY_API_MISMATCH")]
    [InlineData("30-errors-before-execution", "unknownMutationRoot", "SHOPIFY_API_MISMATCH")]
    [InlineData("30-errors-before-execution", "unknownProductField", "SHOPIFY_API_MISMATCH")]
    [InlineData("32-error-access-denied-root", "with requiredAccess", "SHOPIFY_MISSING_SCOPE")]
    [InlineData("32-error-access-denied-root", "short form (SHOP_IMAGE staged upload)", "SHOPIFY_MISSING_SCOPE")]
    [InlineData("32-error-access-denied-root", "namespace not allowed", "SHOPIFY_MISSING_SCOPE")]
    public async Task What_would_meet_every_product_stops_the_store_at_the_first(string capture, string label, string code)
    {
        await using var replay = await Replay.StartAsync(Recording.Of(capture, label));

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(() => replay.PushAsync());

        Assert.Equal(code, stop.Code);
        replay.AssertRequests(1);
    }

    [Theory]
    [InlineData("30-errors-before-execution", "missingRequiredVariable", null)]
    [InlineData("30-errors-before-execution", "missingInputRequiredProperty", "pubSubTopic")]
    [InlineData("31-error-invalid-variable", "cases.validations.malformed.response", "customId.key")]
    [InlineData("31-error-invalid-variable", "cases.validations.mismatch.response", "metafields")]
    [InlineData("31-error-invalid-variable", "cases.publishEmptyStringPublicationAtIndexOne.response", "1.publicationId")]
    public async Task A_wrong_variable_is_this_products_fault_with_its_place(string capture, string label, string? field)
    {
        await using var replay = await Replay.StartAsync(Recording.Of(capture, label));

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await replay.PushAsync());

        Assert.Equal(("INVALID_VARIABLE", field, 1), (rejected.Code, rejected.Field, rejected.Attempts));
        Assert.StartsWith("Shopify does not accept ", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("33-error-access-denied-partial")]
    public async Task Half_an_answer_does_not_prepare_a_store()
    {
        await using var replay = await Replay.StartAsync(Recording.Of("33-error-access-denied-partial"));

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(replay.PrepareAsync);

        Assert.Equal("SHOPIFY_MISSING_SCOPE", stop.Code);
        Assert.Contains("read_users", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("34-error-internal-server-error")]
    public async Task An_internal_error_leaves_the_outcome_open_so_the_same_product_is_sent_again()
    {
        var failed = Recording.Of("34-error-internal-server-error");
        var made = Recording.Of("08-productset-identifier-null-creates");
        await using var replay = await Replay.StartAsync(failed, made);

        Assert.Equal(2, Assert.IsType<ProductSetOutcome.Created>(await replay.PushAsync()).Attempts);
        Assert.Equal(replay.Shopify.Requests[0].Body.ToJsonString(), replay.Shopify.Requests[1].Body.ToJsonString());
    }

    [Fact]
    [Replays("34-error-internal-server-error")]
    public async Task Internal_errors_without_end_leave_the_product_to_the_next_push()
    {
        var failed = Recording.Of("34-error-internal-server-error");
        await using var replay = await Replay.StartAsync(Enumerable.Repeat(failed, 5));

        var unknown = Assert.IsType<ProductSetOutcome.Unknown>(await replay.PushAsync());

        Assert.Equal(5, unknown.Attempts);
        Assert.Contains("1ee4703c-14a0-49ce-9ea6-db018ee690a7", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("90-quoted-throttled")]
    public async Task Throttled_waits_for_the_points_that_its_own_numbers_lack()
    {
        var throttled = Recording.Of("90-quoted-throttled");
        await using var replay = await Replay.StartAsync(throttled, Recording.Of("08-productset-identifier-null-creates"));

        Assert.Equal(1, Assert.IsType<ProductSetOutcome.Created>(await replay.PushAsync()).Attempts);

        // 752 points were asked for and 666 there; 50 come back a second.
        Assert.Equal(TimeSpan.FromSeconds(86 / 50d), Assert.Single(replay.Shopify.Clock.Waits));
    }

    [Fact]
    [Replays("91-quoted-max-cost-exceeded")]
    public async Task A_call_that_is_too_dear_is_not_repeated()
    {
        await using var replay = await Replay.StartAsync(Recording.Of("91-quoted-max-cost-exceeded"));

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await replay.PushAsync());

        Assert.Equal(("MAX_COST_EXCEEDED", 1), (rejected.Code, rejected.Attempts));
        Assert.Contains("Give it fewer variants, images or metafields.", rejected.Message, StringComparison.Ordinal);
        Assert.Null(replay.Client.Budget.Read());
    }

    [Fact]
    [Replays("92-quoted-daily-variant-limit")]
    public async Task The_daily_variant_limit_stops_new_products_and_no_others()
    {
        var limit = Recording.Of("92-quoted-daily-variant-limit").As("productSet", "productCreate");
        var updated = Recording.Of("03-productset-update-title-only-by-id-and-handle", "identifier.id, title only");
        await using var replay = await Replay.StartAsync(limit, updated);

        var first = await replay.PushAsync();
        var second = await replay.PushAsync();
        var known = await replay.PushAsync(Replay.KnownId);

        Assert.Equal((1, 0), (Assert.IsType<ProductSetOutcome.Deferred>(first).Attempts, Assert.IsType<ProductSetOutcome.Deferred>(second).Attempts));
        Assert.IsType<ProductSetOutcome.Updated>(known);
        replay.AssertRequests(2);
    }

    [Theory]
    [InlineData("401", "SHOPIFY_UNAUTHORIZED")]
    [InlineData("402", "SHOPIFY_STORE_FROZEN")]
    [InlineData("402 (documented sample)", "SHOPIFY_STORE_FROZEN")]
    [InlineData("403", "SHOPIFY_FORBIDDEN")]
    [InlineData("404", "SHOPIFY_STORE_NOT_FOUND")]
    [InlineData("423", "SHOPIFY_STORE_LOCKED")]
    [Replays("93-quoted-http-errors")]
    public async Task A_status_that_concerns_the_store_stops_it_with_Shopifys_words(string sample, string code)
    {
        await using var replay = await Replay.StartAsync(HttpError(sample));

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(() => replay.PushAsync());

        Assert.Equal(code, stop.Code);
        Assert.Contains(JsonDocument.Parse(HttpError(sample).Body).RootElement.GetProperty("errors").GetString()!, stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("93-quoted-http-errors")]
    public async Task Errors_that_are_an_object_are_read_as_words()
    {
        await using var replay = await Replay.StartAsync(HttpError("400"));

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await replay.PushAsync());

        Assert.Equal(("SHOPIFY_HTTP_400", 1), (rejected.Code, rejected.Attempts));
        Assert.Contains("query: Required parameter missing or invalid", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("93-quoted-http-errors")]
    public async Task A_server_error_is_sent_again()
    {
        await using var replay = await Replay.StartAsync(HttpError("500"), Recording.Of("08-productset-identifier-null-creates"));

        Assert.Equal(2, Assert.IsType<ProductSetOutcome.Created>(await replay.PushAsync()).Attempts);
    }

    private static Recording HttpError(string sample)
    {
        var body = SharedFacts.Capture("93-quoted-http-errors").At("response.body")![sample]!.ToJsonString();
        return new Recording("93-quoted-http-errors", sample, int.Parse(sample.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture), body, default);
    }
}
