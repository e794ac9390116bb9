using System.ComponentModel;
using System.Security.Claims;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using BulkPush.Web.Api.Pushes;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Api.Schedules;

/// <summary><c>/api/schedules</c>: pushes that start by themselves.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags("Schedules");
        schedules.MapGet("/", ListAsync).RequirePermission(Permissions.ProductsView).WithName("ListSchedules").WithSummary("List schedules by name");
        schedules.MapGet("/preview", Preview).RequirePermission(Permissions.ProductsView).WithName("PreviewSchedule").WithSummary("When an expression would run")
            .WithDescription("The next five runs, and what changes of the zone's clock do to it.").ProducesValidationProblem();
        schedules.MapGet("/{id:guid}", FindAsync).RequirePermission(Permissions.ProductsView).WithName("GetSchedule").WithSummary("Read a schedule")
            .WithDescription("The ETag is the schedule's revision, which counts edits.").ProducesProblem(StatusCodes.Status404NotFound);
        schedules.MapPost("/", CreateAsync).RequirePermission(Permissions.ProductsPush).WithName("CreateSchedule").WithSummary("Make a schedule")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesValidationProblem();
        schedules.MapPut("/{id:guid}", UpdateAsync).RequirePermission(Permissions.ProductsPush).WithName("UpdateSchedule").WithSummary("Replace what a schedule is")
            .WithDescription("What is left out takes its default. While `cron` and `timeZone` stay what they are, so does the next run. If-Match must hold the ETag of GET, so that nobody's edit is lost.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        schedules.MapDelete("/{id:guid}", RemoveAsync).RequirePermission(Permissions.ProductsPush).WithName("RemoveSchedule").WithSummary("Remove a schedule")
            .WithDescription("The pushes that it started stay and go on.").ProducesProblem(StatusCodes.Status404NotFound);
        schedules.MapPost("/{id:guid}/pause", PauseAsync).RequirePermission(Permissions.ProductsPush).WithName("PauseSchedule").WithSummary("Let a schedule start nothing for now")
            .ProducesProblem(StatusCodes.Status404NotFound);
        schedules.MapPost("/{id:guid}/resume", ResumeAsync).RequirePermission(Permissions.ProductsPush).WithName("ResumeSchedule").WithSummary("Let a schedule start pushes again")
            .WithDescription("What was due while it was paused is not made up for.").ProducesProblem(StatusCodes.Status404NotFound);
        schedules.MapPost("/{id:guid}/run", RunAsync).RequirePermission(Permissions.ProductsPush).WithName("RunSchedule").WithSummary("Start a schedule's push at once")
            .WithDescription("The next run stays as it is. With an `Idempotency-Key` a request may be repeated after a lost answer.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<IReadOnlyList<ScheduleBody>>> ListAsync(ScheduleQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ScheduleBody>>([.. (await queries.ListAsync(cancellationToken)).Select(ScheduleBody.From)]);

    private static Results<Ok<SchedulePreviewBody>, ValidationProblem> Preview(
        ScheduleQueries queries,
        [Description("Five fields: minute, hour, day of the month, month, day of the week.")] string cron,
        [Description("An IANA name.")] string timeZone)
    {
        var preview = queries.Preview(cron, timeZone);
        return preview.Errors.Count > 0
            ? ApiProblem.Invalid(preview.Errors)
            : TypedResults.Ok(new SchedulePreviewBody(preview.Runs, [.. preview.ClockChanges.Select(ClockChangeText.Sentence)]));
    }

    private static async Task<Results<Ok<ScheduleBody>, ProblemHttpResult>> FindAsync(
        Guid id, ScheduleQueries queries, HttpResponse response, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } schedule ? TypedResults.Ok(Tagged(schedule, response)) : NoSuchSchedule(id);

    private static async Task<Results<Created<ScheduleBody>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        SaveScheduleBody body, HttpContext http, ScheduleService schedules, NotificationTargets targets, CancellationToken cancellationToken)
    {
        if (await body.MistakesAsync(targets, cancellationToken) is { Count: > 0 } mistakes)
        {
            return ApiProblem.Mistaken(mistakes);
        }

        return await schedules.CreateAsync(body.ToEdit(), http.User.CallerName(), cancellationToken) switch
        {
            ScheduleSaveResult.Saved saved => TypedResults.Created($"/api/schedules/{saved.Schedule.Id}", Tagged(saved.Schedule, http.Response)),
            ScheduleSaveResult.Invalid invalid => ApiProblem.Invalid(invalid.Errors),
            var other => throw new NotSupportedException(other.ToString()),
        };
    }

    private static async Task<Results<Ok<ScheduleBody>, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        Guid id, SaveScheduleBody body, HttpContext http, ScheduleService schedules, NotificationTargets targets, CancellationToken cancellationToken)
    {
        if (RevisionTag.Refusal(http.Request, "schedule", out var revision) is { } refusal)
        {
            return refusal;
        }

        if (await body.MistakesAsync(targets, cancellationToken) is { Count: > 0 } mistakes)
        {
            return ApiProblem.Mistaken(mistakes);
        }

        switch (await schedules.UpdateAsync(id, revision, body.ToEdit(), http.User.CallerName(), cancellationToken))
        {
            case ScheduleSaveResult.Saved saved:
                return TypedResults.Ok(Tagged(saved.Schedule, http.Response));
            case ScheduleSaveResult.Conflict conflict:
                http.Response.Headers.ETag = RevisionTag.Of(conflict.CurrentRevision);
                return ApiProblem.Of(StatusCodes.Status412PreconditionFailed, "Somebody else changed this schedule meanwhile. Read it again and repeat your change.");
            case ScheduleSaveResult.Invalid invalid:
                return ApiProblem.Invalid(invalid.Errors);
            default:
                return NoSuchSchedule(id);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, ClaimsPrincipal user, ScheduleService schedules, CancellationToken cancellationToken) =>
        await schedules.RemoveAsync(id, user.CallerName(), cancellationToken) ? TypedResults.NoContent() : NoSuchSchedule(id);

    private static async Task<Results<Ok<ScheduleBody>, ProblemHttpResult>> PauseAsync(
        Guid id, HttpContext http, ScheduleService schedules, ScheduleQueries queries, CancellationToken cancellationToken) =>
        await schedules.PauseAsync(id, http.User.CallerName(), cancellationToken) ? await FindAsync(id, queries, http.Response, cancellationToken) : NoSuchSchedule(id);

    private static async Task<Results<Ok<ScheduleBody>, ProblemHttpResult>> ResumeAsync(
        Guid id, HttpContext http, ScheduleService schedules, ScheduleQueries queries, CancellationToken cancellationToken) =>
        await schedules.ResumeAsync(id, http.User.CallerName(), cancellationToken) ? await FindAsync(id, queries, http.Response, cancellationToken) : NoSuchSchedule(id);

    private static async Task<Results<Accepted<AcceptedPush>, ProblemHttpResult>> RunAsync(
        Guid id,
        [FromHeader(Name = "Idempotency-Key"), Description("A name of your own for this request, at most 255 characters.")] string? idempotencyKey,
        ClaimsPrincipal user,
        ScheduleService schedules,
        BulkPushJobQueries queries,
        CancellationToken cancellationToken)
    {
        if (idempotencyKey is { Length: 0 or > BulkPushJob.MaxIdempotencyKeyLength })
        {
            return ApiProblem.BadRequest("Idempotency-Key", PushEndpoints.KeyLength);
        }

        return await schedules.RunNowAsync(id, user.CallerName(), idempotencyKey, cancellationToken) switch
        {
            RunNowResult.Asked { Result: StartResult.Started started } => await PushEndpoints.AcceptedAsync(started.JobId, queries, cancellationToken),
            RunNowResult.Asked asked => PushEndpoints.NotStarted(asked.Result),
            RunNowResult.StillWaiting waiting => ApiProblem.Conflict(ScheduleText.OneWaits, waiting.JobId),
            _ => NoSuchSchedule(id),
        };
    }

    private static ScheduleBody Tagged(ScheduleView schedule, HttpResponse response)
    {
        response.Headers.ETag = RevisionTag.Of(schedule.Revision);
        return ScheduleBody.From(schedule);
    }

    private static ProblemHttpResult NoSuchSchedule(Guid id) => ApiProblem.NotFound($"There is no schedule {id}.");
}
