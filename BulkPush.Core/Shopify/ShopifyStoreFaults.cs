namespace BulkPush.Core.Shopify;

/// <summary>Reasons for which a whole store must stop, with what to do about each.</summary>
internal static class ShopifyStoreFaults
{
    public const string Unavailable = "SHOPIFY_UNAVAILABLE";
    public const string Frozen = "SHOPIFY_STORE_FROZEN";
    public const string Forbidden = "SHOPIFY_FORBIDDEN";
    public const string Locked = "SHOPIFY_STORE_LOCKED";
    public const string MissingScope = "SHOPIFY_MISSING_SCOPE";
    public const string CustomIdDefinition = "SHOPIFY_CUSTOM_ID_DEFINITION";

    /// <returns>Null when the fault is not the whole store's.</returns>
    public static ShopifyStoreException? ForHttpStatus(ShopifyTransportException fault, ShopifyEndpoint endpoint) =>
        fault.Fault == ShopifyFault.HttpStatus && ForHttpStatus(fault.HttpStatus, endpoint.Url.Host) is var (code, message)
            ? new ShopifyStoreException(code, Said(message, fault.ShopifyMessage), fault)
            : null;

    /// <inheritdoc cref="ForHttpStatus(ShopifyTransportException, ShopifyEndpoint)"/>
    public static (string Code, string Message)? ForHttpStatus(int status, string host) => status switch
    {
        >= 300 and < 400 => ("SHOPIFY_STORE_MOVED", $"{host} sends requests elsewhere, and the access token is not sent there. Enter the store's own myshopify.com address on the Stores page."),
        401 => ("SHOPIFY_UNAUTHORIZED", "Shopify does not accept this store's access token. See that the app is still installed in the store, and enter its present credentials on the Stores page."),
        402 => (Frozen, "The store is frozen because its Shopify bill is not paid. Its owner has to settle the bill in the Shopify admin."),
        403 => (Forbidden, "Shopify forbids this app to use the store. See in the Shopify admin that the store is open and that the app is allowed and installed."),
        404 => ("SHOPIFY_STORE_NOT_FOUND", $"There is no Shopify store at {host}. Correct its address on the Stores page."),
        423 => (Locked, "Shopify has locked this store. Its owner has to ask Shopify's support to unlock it."),
        430 => ("SHOPIFY_SECURITY_REJECTION", "Shopify refused the request for security reasons. Check the access token, and ask Shopify's support if it is right."),
        _ => null,
    };

    /// <param name="scope">For example <c>write_products</c>.</param>
    public static ShopifyStoreException ForMissingScope(string scope) => new(MissingScope, ScopeSentence(scope));

    public static string ScopeSentence(string scope) =>
        $"The access token lacks the scope {scope}. Add it to the app in Shopify and install the app again; enter the new token if it has one, and check the store on the Stores page.";

    /// <summary>A top-level error that would meet every product.</summary>
    /// <returns>Null when the error is about one request only.</returns>
    public static ShopifyStoreException? ForError(ShopifyError error, string? servedVersion)
    {
        if (error.Code == "ACCESS_DENIED")
        {
            return new ShopifyStoreException(
                MissingScope,
                Said("Shopify does not let this access token do what a push needs. Add the missing scope to the app and install it again; enter the new token if it has one, and check the store on the Stores page.", error.Message));
        }

        // Static validation names its findings in camelCase: our document does not fit the version that served it.
        return error.Code == "PARSE_ERROR" || (error.Code.Length > 0 && char.IsAsciiLetterLower(error.Code[0]))
            ? new ShopifyStoreException(
                "SHOPIFY_API_MISMATCH",
                Said($"Shopify's API version {servedVersion ?? "in use"} does not understand BulkPush. Set Shopify:ApiVersion to a version that BulkPush supports.", error.Message))
            : null;
    }

    public static ShopifyStoreException ForUnavailable(string failure) =>
        new(Unavailable, $"{failure}. Shopify or the way to it is out of order.");

    public static ShopifyStoreException ForWrongCustomIdType(string type) => new(
        CustomIdDefinition,
        $"The metafield {CustomId.Namespace}.{CustomId.Key}, by which BulkPush finds its products again, has the type {type} in this store instead of {CustomId.Type}. "
        + "Delete that metafield definition in the store (with its values); BulkPush makes the right one at the next push.");

    public static ShopifyStoreException ForCustomIdNotMade(string reason) => new(
        CustomIdDefinition,
        Said($"The metafield definition {CustomId.Namespace}.{CustomId.Key}, by which BulkPush finds its products again, could not be made in this store.", reason));

    /// <summary>Our sentence with Shopify's words behind it.</summary>
    public static string Said(string sentence, string? words) => words is null ? sentence : $"{sentence} Shopify says: “{words.ReplaceLineEndings(" ")}”";
}
