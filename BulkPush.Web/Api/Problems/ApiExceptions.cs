using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BulkPush.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Api.Problems;

/// <summary>Turns what a handler threw into a problem, in Development as in Production: a program that reads JSON has no use for an error page.</summary>
internal sealed partial class ApiExceptions(ILogger<ApiExceptions> logger) : IExceptionHandler, IDeveloperPageExceptionFilter
{
    private static readonly TimeSpan DatabaseBreak = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!ApiProblem.IsApi(httpContext))
        {
            return false;
        }

        var (status, detail, errors) = Explain(exception, httpContext);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = DatabaseBreak.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            Log.Failed(logger, httpContext.Request.Method, httpContext.Request.Path, ApiProblem.TraceIdOf(httpContext), exception);
        }

        await ApiProblem.WriteAsync(httpContext, status, detail, errors);
        return true;
    }

    public async Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next)
    {
        if (!await TryHandleAsync(errorContext.HttpContext, errorContext.Exception, errorContext.HttpContext.RequestAborted))
        {
            await next(errorContext);
        }
    }

    private static Answer Explain(Exception exception, HttpContext context) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => OfBody(json, context),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => new(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, "The body is larger than this call takes (docs/api.md)."),
        BadHttpRequestException bad => OfParameter(bad),
        _ when DatabaseFaults.IsAway(exception) => new(StatusCodes.Status503ServiceUnavailable, "The database cannot be reached just now. Try again in a moment."),
        _ when DatabaseFaults.IsConflict(exception) => new(StatusCodes.Status503ServiceUnavailable, "Somebody else was changing the same things. Nothing was changed by this call; try again in a moment."),
        _ => new(StatusCodes.Status500InternalServerError, "Something went wrong on our side. The log has the details under this traceId."),
    };

    private static Answer OfBody(JsonException mistake, HttpContext context)
    {
        // Whoever handles exceptions has taken the endpoint away from the request by now, and keeps it there.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var (detail, errors) = BodyMistake.Of(mistake, endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType, json);
        return new Answer(StatusCodes.Status400BadRequest, detail, errors);
    }

    private static Answer OfParameter(BadHttpRequestException mistake)
    {
        if (NoBody().IsMatch(mistake.Message))
        {
            return new Answer(mistake.StatusCode, "The body is missing. Send a JSON object.");
        }

        var parameter = Parameter().Match(mistake.Message);
        if (!parameter.Success)
        {
            return new Answer(mistake.StatusCode, mistake.Message);
        }

        var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups["name"].Value);
        var sentence = parameter.Groups["value"] is { Success: true } value ? $"'{value.Value}' is not a value of the parameter '{name}'." : $"The parameter '{name}' is missing.";
        return new Answer(mistake.StatusCode, sentence, new() { [name] = [sentence] });
    }

    // .NET's messages name our types, which say nothing to a caller.
    [GeneratedRegex("^(Failed to bind parameter \".* (?<name>\\w+)\" from \"(?<value>.*)\"|Required parameter \".* (?<name>\\w+)\" was not provided from .*)\\.$")]
    private static partial Regex Parameter();

    [GeneratedRegex("was not provided from body\\.$|no body was provided")]
    private static partial Regex NoBody();

    /// <param name="Errors">Sentences by field or parameter, where single ones are wrong.</param>
    private sealed record Answer(int Status, string Detail, Dictionary<string, string[]>? Errors = null);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed, traceId {TraceId}")]
        public static partial void Failed(ILogger logger, string method, PathString path, string traceId, Exception exception);
    }
}
