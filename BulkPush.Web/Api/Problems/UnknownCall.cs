using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace BulkPush.Web.Api.Problems;

/// <summary>
/// Answers for every call under <c>/api</c> that no endpoint takes, so that a page (or a redirect to sign-in) never does. As routing then always
/// finds this one, it also says what routing would have said by itself: 405 and 415.
/// </summary>
internal static class UnknownCall
{
    public static void MapUnknownCalls(this IEndpointRouteBuilder api) =>
        api.Map("/{**address}", Answer).AllowAnonymous().ExcludeFromDescription();

    private static ProblemHttpResult Answer(HttpContext context, EndpointDataSource endpoints, ParameterPolicyFactory policies)
    {
        var address = context.Request.Path;
        var calls = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => MethodsOf(endpoint).Count > 0 && Matches(endpoint.RoutePattern, context, policies))
            .ToList();
        if (calls.Count == 0)
        {
            return ApiProblem.NotFound("There is no such call. /openapi/v1.json lists them all.");
        }

        if (calls.Find(call => MethodsOf(call).Contains(context.Request.Method)) is { } call)
        {
            var types = call.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? [];
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, $"Send the body as {string.Join(" or ", types)} and say so in Content-Type.");
        }

        var allowed = string.Join(", ", calls.SelectMany(MethodsOf).Distinct().Order());
        context.Response.Headers.Allow = allowed;
        return ApiProblem.Of(StatusCodes.Status405MethodNotAllowed, $"{address} takes {allowed}.");
    }

    private static IReadOnlyList<string> MethodsOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private static bool Matches(RoutePattern pattern, HttpContext context, ParameterPolicyFactory policies)
    {
        var values = new RouteValueDictionary();
        return pattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true
            && new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(context.Request.Path, values)
            && pattern.Parameters.All(parameter => parameter.ParameterPolicies
                .Select(policy => policies.Create(parameter, policy))
                .OfType<IRouteConstraint>()
                .All(constraint => constraint.Match(context, null, parameter.Name, values, RouteDirection.IncomingRequest)));
    }
}
