using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>A GraphQL answer: HTTP 200 with data, errors or both (FACTS section 2).</summary>
/// <param name="Data">Null when the key is missing and when it is JSON null.</param>
/// <param name="Cost">Null on replies without <c>extensions.cost</c>: static errors and INTERNAL_SERVER_ERROR have none.</param>
/// <param name="RequestId"><c>X-Request-Id</c>: what Shopify's support asks for.</param>
/// <param name="ApiVersion"><c>X-Shopify-API-Version</c>: the version that served, which may not be the one asked for.</param>
internal sealed record ShopifyReply(
    int HttpStatus,
    JsonElement? Data,
    IReadOnlyList<ShopifyError> Errors,
    ShopifyCost? Cost,
    string? RequestId,
    string? ApiVersion);

/// <summary>A top-level GraphQL error.</summary>
/// <param name="Code"><c>extensions.code</c>; empty when there is none.</param>
/// <param name="Path">Response path, list indexes as text.</param>
/// <param name="RequiredAccess">On ACCESS_DENIED, Shopify's words for the missing scope, where it gives them.</param>
/// <param name="Problems">On INVALID_VARIABLE, the places in the variables that are wrong.</param>
internal sealed record ShopifyError(
    string Code,
    string Message,
    IReadOnlyList<string> Path,
    string? RequiredAccess,
    IReadOnlyList<ShopifyVariableProblem> Problems);

/// <param name="Path">Place inside the variable, list indexes as text.</param>
internal sealed record ShopifyVariableProblem(IReadOnlyList<string> Path, string Explanation);

/// <summary>What a call cost and what the store's bucket holds after it, in cost points.</summary>
/// <param name="Actual">Null when nothing was executed.</param>
/// <param name="RestoreRate">Points a second.</param>
internal sealed record ShopifyCost(double Requested, double? Actual, double MaximumAvailable, double CurrentlyAvailable, double RestoreRate);
