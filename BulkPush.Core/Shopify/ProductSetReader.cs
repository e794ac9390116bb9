using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>What a reply to <c>productSet</c> means.</summary>
internal abstract record ProductSetReading
{
    /// <param name="IsNew">Made by this call, or by an attempt of the last minutes whose reply was lost.</param>
    internal sealed record Accepted(string ShopifyProductId, bool IsNew) : ProductSetReading;

    /// <summary>The store has no product with the GID that we know.</summary>
    internal sealed record Gone : ProductSetReading;

    /// <summary>The store has lost the definition that custom ids need.</summary>
    internal sealed record DefinitionMissing : ProductSetReading;

    /// <summary>The store has used up the new variants that it may add in a day.</summary>
    internal sealed record NoNewVariants : ProductSetReading;

    /// <summary>No reply that says whether the store has changed the product.</summary>
    internal sealed record Unanswered(string Message) : ProductSetReading;

    /// <param name="IsAboutImages">
    /// Whether it says something about an image. How Shopify words that it does not know an image by its id is not established, so any such complaint
    /// about images that went by id is reason to send them by their addresses.
    /// </param>
    internal sealed record Rejected(string Code, string? Field, string Message, bool IsAboutImages = false) : ProductSetReading;
}

/// <summary>Reads replies to <c>productSet</c> (FACTS sections 2 and 4).</summary>
internal static class ProductSetReader
{
    /// <summary>A product whose creation and change are closer than this was made by this push.</summary>
    private static readonly TimeSpan NewFor = TimeSpan.FromMinutes(10);

    /// <param name="handle">The product's, for messages.</param>
    /// <param name="wasById">Sent with the GID that we know, not with the custom id.</param>
    /// <exception cref="ShopifyStoreException">The error would meet every product.</exception>
    public static ProductSetReading Read(ShopifyReply reply, string handle, bool wasById)
    {
        var payload = reply.Data is { } data && data.TryGetProperty("productSet", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        if (payload.ValueKind == JsonValueKind.Undefined)
            return FromErrors(reply, wasById);

        var userErrors = UserError.ListIn(payload);
        if (userErrors.Count > 0)
            return FromUserErrors(userErrors, handle, wasById);

        return payload.TryGetProperty("product", out var product) && product.ValueKind == JsonValueKind.Object
            ? new ProductSetReading.Accepted(product.GetProperty("id").GetString()!, IsNew(product))
            : FromErrors(reply, wasById);
    }

    private static ProductSetReading FromErrors(ShopifyReply reply, bool wasById)
    {
        if (reply.Errors.Count == 0)
            return new ProductSetReading.Unanswered("Shopify answered without a product and without an error. The next push tries again.");

        var error = reply.Errors[0];
        if (error.Code is "NOT_FOUND" or "RESOURCE_NOT_FOUND" or "PRODUCT_DOES_NOT_EXIST")
            return wasById ? new ProductSetReading.Gone() : new ProductSetReading.DefinitionMissing();
        if (error.Code == NewVariantLimit.Code)
            return new ProductSetReading.NoNewVariants();
        if (ShopifyStoreFaults.ForError(error, reply.ApiVersion) is { } storeFault)
            throw storeFault;

        var problem = error.Problems.Count > 0 ? error.Problems[0] : null;
        var path = problem?.Path ?? error.Path;
        return new ProductSetReading.Rejected(
            error.Code.Length > 0 ? error.Code : "SHOPIFY_ERROR",
            FieldOf(path),
            ShopifyRemedies.Sentence(problem is null ? error.Message : $"Shopify does not accept {FieldOf(path) ?? "the input"}: {problem.Explanation}", error.Code));
    }

    private static ProductSetReading FromUserErrors(IReadOnlyList<UserError> errors, string handle, bool wasById)
    {
        if (wasById && errors.Any(error => error.Code is "PRODUCT_DOES_NOT_EXIST" or "NOT_FOUND" && !IsAboutImages(error.Field)))
            return new ProductSetReading.Gone();

        // Seen as a top-level error only (capture 92, productCreate); whether productSet says it like that is not established.
        if (errors.Any(error => error.Code == NewVariantLimit.Code))
            return new ProductSetReading.NoNewVariants();

        var first = errors[0];
        var field = FieldOf(first.Field);
        if (first.Code == "HANDLE_NOT_UNIQUE" || (field == "handle" && first.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase)))
        {
            return new ProductSetReading.Rejected(
                "HANDLE_IN_USE",
                "handle",
                $"Another product of this store already has the handle “{handle}”, and it is not one that BulkPush manages. Nothing was changed. "
                + "Give one of the two another handle, or delete the other product in the store, and push again.");
        }

        var messages = string.Join(" ", errors.Take(3).Select(Words));
        return new ProductSetReading.Rejected(
            first.Code ?? "SHOPIFY_USER_ERROR", field, ShopifyRemedies.Sentence(messages, first.Code), errors.Any(error => IsAboutImages(error.Field)));
    }

    private static bool IsNew(JsonElement product) =>
        !product.TryGetProperty("createdAt", out var created)
        || !product.TryGetProperty("updatedAt", out var updated)
        || !created.TryGetDateTimeOffset(out var createdAt)
        || !updated.TryGetDateTimeOffset(out var updatedAt)
        || updatedAt - createdAt < NewFor;

    private static bool IsAboutImages(IReadOnlyList<string> field) => FieldOf(field) is { } path
        && (path.StartsWith("files", StringComparison.Ordinal) || (path.StartsWith("variants", StringComparison.Ordinal) && path.Contains(".file", StringComparison.Ordinal)));

    /// <summary>Shopify's path without the argument's or the root field's name: <c>variants.4</c>.</summary>
    private static string? FieldOf(IReadOnlyList<string> path)
    {
        var field = string.Join('.', path.SkipWhile(part => part is "productSet" or "input"));
        return field.Length == 0 ? null : field;
    }

    /// <summary>Some of Shopify's messages lack their subject, "is too long" for example: the field is it.</summary>
    private static string Words(UserError error)
    {
        var message = error.Message.TrimEnd('.') + ".";
        return char.IsLower(message[0]) && FieldOf(error.Field) is { } field ? $"{field} {message}" : message;
    }
}
