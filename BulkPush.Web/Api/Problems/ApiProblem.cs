using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Api.Problems;

/// <summary>Errors of the API: always ProblemDetails, with a sentence that says what happened and what to do.</summary>
internal static class ApiProblem
{
    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");

    public static ProblemHttpResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    /// <param name="field">Field, parameter or header that is wrong, as the request spells it.</param>
    public static ProblemHttpResult BadRequest(string field, string sentence) => Mistaken(new Dictionary<string, string[]> { [field] = [sentence] });

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult Conflict(string detail, Guid jobId) =>
        Of(StatusCodes.Status409Conflict, detail, new Dictionary<string, object?> { ["jobId"] = jobId });

    public static ProblemHttpResult Unprocessable(string detail) => Of(StatusCodes.Status422UnprocessableEntity, detail);

    public static ProblemHttpResult Of(int status, string detail, IDictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(detail, statusCode: status, extensions: extensions);

    /// <summary>The same for a body that was not looked at any further: its sentences are the detail, too.</summary>
    /// <param name="errors">By field, as the JSON body spells it.</param>
    public static ProblemHttpResult Mistaken(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(With(errors, StatusCodes.Status400BadRequest, string.Join(' ', errors.Values.SelectMany(sentences => sentences))));

    /// <summary>Field names and sentences; the names are turned into those of the JSON body.</summary>
    public static ValidationProblem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.ValidationProblem(errors.ToDictionary(e => JsonName(e.Key), e => e.Value), "Some fields are not as they must be; nothing was saved.");

    /// <summary>Gives a problem that only lists what is wrong with parameters or fields its sentences as detail.</summary>
    public static void Summarise(ProblemDetails problem)
    {
        if (problem is HttpValidationProblemDetails { Errors.Count: > 0 } invalid)
        {
            problem.Detail ??= string.Join(' ', invalid.Errors.Values.SelectMany(sentences => sentences));
        }
    }

    /// <summary>Answers with a problem whatever the caller accepts: there is no other form to give it in.</summary>
    /// <param name="errors">Sentences by field or parameter, where single ones are wrong.</param>
    public static Task WriteAsync(HttpContext context, int status, string? detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var problem = With(errors ?? new Dictionary<string, string[]>(), status, detail);
        problem.Extensions["traceId"] = TraceIdOf(context);
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }

    /// <summary>What finds a call again in the log.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    private static ProblemDetails With(IReadOnlyDictionary<string, string[]> errors, int status, string? detail)
    {
        var problem = errors.Count == 0 ? new ProblemDetails() : new HttpValidationProblemDetails(errors.ToDictionary());
        (problem.Status, problem.Detail) = (status, detail);
        return problem;
    }

    private static string JsonName(string path) => string.Join('.', path.Split('.').Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName));
}
