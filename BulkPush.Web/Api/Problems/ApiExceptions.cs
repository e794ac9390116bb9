using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BulkPush.Core;
using Microsoft.AspNetCore.Diagnostics;

namespace BulkPush.Web.Api.Problems;

/// <summary>Turns what a handler threw into a problem, in Development as in Production: a program that reads JSON has no use for an error page.</summary>
internal sealed partial class ApiExceptions(ILogger<ApiExceptions> logger) : IExceptionHandler, IDeveloperPageExceptionFilter
{
    private const string NoMember = "could not be mapped to any .NET member contained in what belongs here";
    private static readonly TimeSpan DatabaseBreak = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!ApiProblem.IsApi(httpContext))
        {
            return false;
        }

        var (status, detail) = Explain(exception);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = DatabaseBreak.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            Log.Failed(logger, httpContext.Request.Method, httpContext.Request.Path, ApiProblem.TraceIdOf(httpContext), exception);
        }

        await ApiProblem.WriteAsync(httpContext, status, detail);
        return true;
    }

    public async Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next)
    {
        if (!await TryHandleAsync(errorContext.HttpContext, errorContext.Exception, errorContext.HttpContext.RequestAborted))
        {
            await next(errorContext);
        }
    }

    private static (int Status, string Detail) Explain(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, Explain(json)),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => (StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "The body is larger than this call takes (docs/api.md)."),
        BadHttpRequestException bad => (bad.StatusCode, Parameter().Replace(bad.Message, ExplainParameter)),
        _ when DatabaseFaults.IsAway(exception) => (StatusCodes.Status503ServiceUnavailable, "The database cannot be reached just now. Try again in a moment."),
        _ when DatabaseFaults.IsConflict(exception) => (StatusCodes.Status503ServiceUnavailable, "Somebody else was changing the same things. Nothing was changed by this call; try again in a moment."),
        _ => (StatusCodes.Status500InternalServerError, "Something went wrong on our side. The log has the details under this traceId."),
    };

    private static string ExplainParameter(Match match) =>
        $"'{match.Groups["value"].Value}' is not a value of the parameter '{JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value)}'.";

    private static string Explain(JsonException exception)
    {
        var reason = Missing().Replace(Null().Replace(exception.Message.Split(" Path:")[0], "$1 may not be null."), "$1 is missing.");
        reason = TypeName().Replace(reason, "what belongs here").Replace(NoMember, "is not known here", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"The body is not the JSON expected here, at {exception.Path ?? "$"} (line {exception.LineNumber + 1}): {reason}");
    }

    // .NET's messages name our types, which say nothing to a caller.
    [GeneratedRegex(@"(type )?'?\b(BulkPush|System)\.[\w.`\[\]+]*\w\]?'?")]
    private static partial Regex TypeName();

    [GeneratedRegex("^The (?:property or field|constructor parameter) ('\\w+') on .* doesn't allow .*null values.*$")]
    private static partial Regex Null();

    [GeneratedRegex("^JSON deserialization for .* missing required properties including: (.*)\\.$")]
    private static partial Regex Missing();

    [GeneratedRegex("^Failed to bind parameter \".* (?<name>\\w+)\" from \"(?<value>.*)\"\\.$")]
    private static partial Regex Parameter();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed, traceId {TraceId}")]
        public static partial void Failed(ILogger logger, string method, PathString path, string traceId, Exception exception);
    }
}
