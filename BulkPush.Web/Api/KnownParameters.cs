using System.Reflection;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Api;

/// <summary>Refuses query parameters that a call does not take: left out of account, a misspelt <c>storeId</c> would cancel a push in every store.</summary>
internal static class KnownParameters
{
    public static RouteGroupBuilder RefuseUnknownParameters(this RouteGroupBuilder calls)
    {
        calls.AddEndpointFilterFactory((endpoint, next) =>
        {
            var known = endpoint.MethodInfo.GetParameters().SelectMany(NamesOf).ToList();
            return invocation =>
            {
                var request = invocation.HttpContext.Request;
                var taken = known.Where(name => !request.RouteValues.ContainsKey(name)).ToList();
                var unknown = request.Query.Keys.Where(name => !taken.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
                return unknown.Count == 0
                    ? next(invocation)
                    : ValueTask.FromResult<object?>(ApiProblem.Mistaken(unknown.ToDictionary(name => name, name => new[] { Sentence(name, taken) })));
            };
        });
        return calls;
    }

    private static string Sentence(string unknown, List<string> taken) =>
        taken.Count == 0 ? $"'{unknown}' is not known here: this call takes no parameters." : $"'{unknown}' is not a parameter of this call. It takes {string.Join(", ", taken)}.";

    private static IEnumerable<string> NamesOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<AsParametersAttribute>() is not null
            ? parameter.ParameterType.GetProperties().Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name ?? property.Name)
            : IsText(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) ? [parameter.Name!]
            : [];

    /// <summary>What a query parameter can be read as; everything else is a body or a service.</summary>
    private static bool IsText(Type type) =>
        type == typeof(string) || type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy).Any(method => method.Name == "TryParse");
}
