namespace BulkPush.Web.Api.Authentication;

/// <summary>Names of the ways to say who calls the API.</summary>
internal static class ApiSchemes
{
    /// <summary>The bearer token when the call has an Authorization header, else the sign-in cookie; a refusal is always a ProblemDetails.</summary>
    public const string Caller = "ApiCaller";

    /// <summary><c>Authorization: Bearer</c> with one of our tokens.</summary>
    public const string ApiToken = "ApiToken";
}
