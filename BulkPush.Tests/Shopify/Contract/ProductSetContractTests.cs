using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What real stores answered to <c>productSet</c>, or would answer by the rules of its sisters, comes out as FACTS section 4 says.</summary>
public sealed class ProductSetContractTests
{
    [Theory]
    [InlineData("01-productset-create-two-variants", "mutation.response")]
    [InlineData("04-productset-create-other-store-34-points", "mutation.response")]
    [InlineData("05-productset-handle-rules", "generatedProductSetFirst")]
    [InlineData("05-productset-handle-rules", "generatedProductSetSecond")]
    [InlineData("08-productset-identifier-null-creates", "missingIdentifier.response")]
    [InlineData("19-productset-inventory-create", "operations.productSet.response")]
    public async Task A_creation_is_accepted_and_paid(string capture, string label)
    {
        var recording = Recording.Of(capture, label);
        await using var replay = await Replay.StartAsync(recording);

        var created = Assert.IsType<ProductSetOutcome.Created>(await replay.PushAsync());

        Assert.StartsWith("gid://shopify/Product/", created.ShopifyProductId, StringComparison.Ordinal);
        replay.AssertSettled(recording);
    }

    [Theory]
    [InlineData("02-productset-update-by-id", "update.mutation.response")]
    [InlineData("03-productset-update-title-only-by-id-and-handle", "identifier.id, title only")]
    [InlineData("03-productset-update-title-only-by-id-and-handle", "identifier.handle, title + same handle")]
    [InlineData("05-productset-handle-rules", "normalizedProductSetUpdate")]
    [InlineData("05-productset-handle-rules", "blankProductSetUpdate")]
    public async Task An_update_is_accepted_and_what_it_did_not_use_comes_back(string capture, string label)
    {
        var recording = Recording.Of(capture, label);
        await using var replay = await Replay.StartAsync(recording);

        var updated = Assert.IsType<ProductSetOutcome.Updated>(await replay.PushAsync(Replay.KnownId));

        Assert.StartsWith("gid://shopify/Product/", updated.ShopifyProductId, StringComparison.Ordinal);
        replay.AssertSettled(recording);
    }

    [Theory]
    [InlineData("05-productset-handle-rules", "explicitProductSetCollision", "HANDLE_IN_USE", "handle", "Give one of the two another handle")]
    [InlineData("09-productset-error-id-not-allowed", "idNotAllowed.response", "ID_NOT_ALLOWED", null, "The id field is not allowed if identifier is provided.")]
    [InlineData("12-productset-error-options-without-variants", "mutation.response", "SHOPIFY_USER_ERROR", "variants", "Variants input is required when updating product options.")]
    [InlineData("13-productset-error-lengths", "tooLongTitle", "SHOPIFY_USER_ERROR", "title", "title is too long (maximum is 255 characters).")]
    [InlineData("13-productset-error-lengths", "tooLongHandle", "SHOPIFY_USER_ERROR", null, "Handle is too long (maximum is 255 characters).")]
    [InlineData("13-productset-error-lengths", "tooLongVendor", "SHOPIFY_USER_ERROR", null, "Vendor is too long (maximum is 255 characters).")]
    [InlineData("13-productset-error-lengths", "tooLongProductType", "SHOPIFY_USER_ERROR", null, "Product type is too long (maximum is 255 characters). Custom product type is too long (maximum is 255 characters).")]
    [InlineData("14-productset-error-variant-array-2049", "variantLimit.response", "MAX_INPUT_SIZE_EXCEEDED", "variants", "The input array size of 2049 is greater than the maximum allowed of 2048.")]
    [InlineData("15-productset-error-inventory-array-251", "inventoryQuantitiesLimit.response", "MAX_INPUT_SIZE_EXCEEDED", "variants.inventoryQuantities", "The input array size of 251 is greater than the maximum allowed of 250.")]
    [InlineData("16-productset-error-inventory-cost", "inventoryItemCost.response", "INVALID_VARIANT", "variants.0.inventoryItem.cost", "Cost per item must be greater than or equal to 0.")]
    [InlineData("17-productset-error-unknown-category", "captures.productSetUnknownCategory.response", "INVALID_PRODUCT_TAXONOMY_NODE_ID", null, "Invalid product_taxonomy_node_id.")]
    [InlineData("18-productset-error-option-name-slash", "productSetDelimiter.response", "INVALID_INPUT", "productOptions.0.name", "The name contains unsupported sequence ' / '.")]
    public async Task A_refusal_is_told_with_its_place_paid_and_not_repeated(string capture, string label, string code, string? field, string words)
    {
        var recording = Recording.Of(capture, label);
        await using var replay = await Replay.StartAsync(recording);

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await replay.PushAsync());

        Assert.Equal((code, field, 1), (rejected.Code, rejected.Field, rejected.Attempts));
        Assert.Contains(words, rejected.Message, StringComparison.Ordinal);
        replay.AssertSettled(recording);
        replay.AssertRequests(1);
    }

    [Fact]
    [Replays("11-productset-error-duplicate-variants")]
    public async Task A_refusal_whose_reply_has_no_bucket_is_told_too()
    {
        await using var replay = await Replay.StartAsync(Recording.Of("11-productset-error-duplicate-variants"));

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await replay.PushAsync());

        Assert.Equal(("SHOPIFY_USER_ERROR", "variants.4"), (rejected.Code, rejected.Field));
        Assert.Contains("The variant 'S / Red' already exists.", rejected.Message, StringComparison.Ordinal);
        Assert.Contains("The variant 'M / White' already exists.", rejected.Message, StringComparison.Ordinal);
        Assert.Null(replay.Client.Budget.Read());
    }

    [Theory]
    [InlineData("10-productset-error-unknown-id", "unknownProduct.response")]
    [InlineData("42-identifier-mismatch-errors", "unknownIdWithCode")]
    public async Task A_product_that_is_gone_is_made_again(string capture, string label)
    {
        var gone = Recording.Of(capture, label).As("productSet", "customerSet").As("product", "customer");
        var made = Recording.Of("08-productset-identifier-null-creates");
        await using var replay = await Replay.StartAsync(gone, made);

        var created = Assert.IsType<ProductSetOutcome.Created>(await replay.PushAsync(Replay.KnownId));

        Assert.Equal(2, created.Attempts);
        Assert.Contains("customId", replay.Shopify.Requests[1].Identifier, StringComparison.Ordinal);
        replay.AssertSettled(made);
    }

    [Theory]
    [InlineData("42-identifier-mismatch-errors", "missingIdentifierEmail", "The input field corresponding to the identifier is required.")]
    [InlineData("42-identifier-mismatch-errors", "mismatchedIdentifierEmail", "The identifier value does not match the value of the corresponding field in the input.")]
    public async Task An_identifier_that_does_not_fit_the_input_is_a_refusal_of_the_product(string capture, string label, string words)
    {
        await using var replay = await Replay.StartAsync(Recording.Of(capture, label).As("productSet", "customerSet"));

        Assert.Equal(words, Assert.IsType<ProductSetOutcome.Rejected>(await replay.PushAsync()).Message);
    }

    [Theory]
    [InlineData("41-customid-upsert-semantics", "createNoMatch")]
    [InlineData("41-customid-upsert-semantics", "updateMatching")]
    public async Task An_upsert_by_custom_id_is_accepted(string capture, string label)
    {
        var recording = Recording.Of(capture, label).As("productSet", "customerSet").As("product", "customer");
        await using var replay = await Replay.StartAsync(recording);

        Assert.IsType<ProductSetOutcome.Created>(await replay.PushAsync());
        replay.AssertSettled(recording);
    }

    [Fact]
    [Replays("41-customid-upsert-semantics", "40-metafield-definition-type-id")]
    public async Task A_custom_id_without_a_definition_gets_one_and_the_product_is_sent_again()
    {
        await using var replay = await Replay.StartAsync(Recording.Of("41-customid-upsert-semantics", "missingDefinition").As("productSet", "customerSet"));
        replay.Shopify
            .Data("""{"currentAppInstallation":{"accessScopes":[{"handle":"write_products"}]},"metafieldDefinition":null}""")
            .Answers(Recording.Of("40-metafield-definition-type-id", "cases.validDefinition.response").Body)
            .Answers(Recording.Of("08-productset-identifier-null-creates").Body);

        Assert.Equal(2, Assert.IsType<ProductSetOutcome.Created>(await replay.PushAsync()).Attempts);
        Assert.Equal("id", replay.Shopify.Requests[2].Variables["definition"]!["type"]!.GetValue<string>());
        replay.AssertRequests(4);
    }
}
