namespace BulkPush.Core.Shopify;

/// <summary>What an operator can do about Shopify's errors: Shopify's words are kept, and this is added.</summary>
internal static class ShopifyRemedies
{
    /// <param name="message">Shopify's words.</param>
    /// <param name="code">Code of a user error or of a top-level error.</param>
    public static string Sentence(string message, string? code)
    {
        var words = message.ReplaceLineEndings(" ").Trim();
        if (words.Length > 0 && !words.EndsWith('.'))
            words += ".";
        return For(code) is { } remedy ? $"{words} {remedy}" : words;
    }

    /// <summary>Whether there is something to do about the code.</summary>
    public static bool Knows(string code) => For(code) is not null;

    private static string? For(string? code) => code switch
    {
        "INVALID_PRODUCT_TAXONOMY_NODE_ID" => "Choose a category from Shopify's taxonomy for the product, or clear it.",
        "MAX_COST_EXCEEDED" => "The product is too large for one call. Give it fewer variants, images or metafields.",
        "MAX_INPUT_SIZE_EXCEEDED" => "Shorten the list that the message names.",
        "OPTIONS_OVER_LIMIT" or "OPTION_VALUES_OVER_LIMIT" or "VARIANTS_OVER_LIMIT" => "Split the product into several.",
        "DUPLICATED_OPTION_NAME" or "DUPLICATED_OPTION_VALUE" => "Rename one of the two.",
        "INVALID_VARIANT" => "Correct the variant here and push again.",
        "INVALID_METAFIELD" or "DUPLICATED_METAFIELD_VALUE" => "Make the metafield's value fit its type here, and the definition of that metafield in the store.",
        "METAFIELD_MISMATCH" => "The product in the store carries another BulkPush id. Delete the metafield bulkpush_product_id of that product, or the product.",
        "PRODUCT_SUSPENDED" => "Shopify has suspended the product in this store; its owner has to clear that with Shopify.",
        "CAPABILITY_VIOLATION" => "The store's plan or settings do not allow this.",
        "GENERIC_ERROR" or "JOB_ERROR" => "Push again; if it comes back, ask Shopify's support.",
        "CHANGE_FROM_QUANTITY_STALE" => "Read the quantity again before setting it: something was sold or counted meanwhile.",
        "INVALID_INVENTORY_ITEM" => "The variant is gone from the store: push the product again.",
        "INVALID_LOCATION" => "Check the store on the Stores page, which reads its locations, and choose another.",
        "ITEM_NOT_STOCKED_AT_LOCATION" => "Stock the variant at that location in Shopify first.",
        "NON_MUTABLE_INVENTORY_ITEM" => "Shopify computes this quantity itself, for example from the parts of a bundle.",
        "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED" or "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" => "Set the quantities again with a new key.",
        "IMAGE_DOWNLOAD_FAILURE" or "GENERIC_FILE_DOWNLOAD_FAILURE" =>
            "See that the image's address opens for everybody, correct it in the catalogue and push again. If it was only away for a while, push the product with “Send everything again”.",
        "UNSUPPORTED_IMAGE_FILE_TYPE" => "Use a JPEG, PNG, WebP, GIF or HEIC file, change the address in the catalogue and push again.",
        "IMAGE_PROCESSING_FAILURE" or "GENERIC_FILE_INVALID_SIZE" => "Use an image of at most 20 MB and 25 megapixels, change the address in the catalogue and push again.",
        "UNKNOWN_MEDIA_ERROR" => "Push the product with “Send everything again”; if it comes back, use another image.",
        _ => null,
    };
}
