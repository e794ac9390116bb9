using System.Globalization;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api;

/// <summary>A revision as an entity tag.</summary>
internal static class RevisionTag
{
    public static string Of(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>
    /// Reads the revision that If-Match names. It may lack its quotes, and be marked as weak, which proxies do that compress answers: either way there is one
    /// revision that it can mean. <c>*</c> and lists are refused, because with them an edit would overwrite what its caller has not seen.
    /// </summary>
    /// <param name="thing">What is edited, for people.</param>
    /// <param name="revision">The revision; 0 when the call is refused.</param>
    /// <returns>Why the call is refused; null when it is not.</returns>
    public static ProblemHttpResult? Refusal(HttpRequest request, string thing, out long revision)
    {
        revision = 0;
        var text = request.Headers.IfMatch.ToString().AsSpan().Trim();
        if (text.IsEmpty)
        {
            return ApiProblem.Of(StatusCodes.Status428PreconditionRequired, $"Send If-Match with the ETag of the {thing} as you read it.");
        }

        var tag = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        var number = tag is ['"', .. var quoted, '"'] ? quoted : tag;
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out revision)
            ? null
            : ApiProblem.BadRequest("If-Match", $"If-Match must hold one revision: the ETag of the {thing} as you read it, for example If-Match: \"2\". Neither * nor a list is taken, so that nobody's edit is lost.");
    }
}
