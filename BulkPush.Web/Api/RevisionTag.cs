using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace BulkPush.Web.Api;

/// <summary>A revision as an entity tag.</summary>
internal static class RevisionTag
{
    public static string Of(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>The revision that If-Match names; null when there is no such header, or it is not one tag of ours.</summary>
    public static long? Expected(HttpRequest request) =>
        EntityTagHeaderValue.TryParse(request.Headers.IfMatch.ToString(), out var tag)
        && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : null;
}
