using System.Security.Claims;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api.Notifications;

/// <summary><c>/api/notifications/targets</c>: who is told how pushes went.</summary>
internal static class TargetEndpoints
{
    public const string Address = "/api/notifications/targets";

    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        var targets = api.MapGroup("/notifications/targets").WithTags("Notifications").RequirePermission(Permissions.NotificationsManage);
        targets.MapGet("/", ListAsync).WithName("ListNotificationTargets").WithSummary("List who is told of pushes");
        targets.MapGet("/{id:guid}", FindAsync).WithName("GetNotificationTarget").WithSummary("Read a target").ProducesProblem(StatusCodes.Status404NotFound);
        targets.MapPost("/", CreateAsync).WithName("CreateNotificationTarget").WithSummary("Add a target")
            .WithDescription("An e-mail target needs `addresses`, a webhook `url`. The answer has the secret that webhooks are signed with; it is never given out again.")
            .ProducesValidationProblem();
        targets.MapPut("/{id:guid}", UpdateAsync).WithName("UpdateNotificationTarget").WithSummary("Change, pause or resume a target")
            .WithDescription("Replaces all fields; what is left out takes its usual value. With `revision`, nothing is saved when somebody else has changed the target since.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        targets.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveNotificationTarget").WithSummary("Remove a target")
            .WithDescription("What is on its way to it is withdrawn. The log keeps what it was told.").ProducesProblem(StatusCodes.Status404NotFound);
        targets.MapPost("/{id:guid}/test", TestAsync).WithName("TestNotificationTarget").WithSummary("Send a test")
            .WithDescription("One attempt, at once. The answer says what came back.").ProducesProblem(StatusCodes.Status404NotFound);
        targets.MapPost("/{id:guid}/roll-secret", RollAsync).WithName("RollNotificationSecret").WithSummary("Give a webhook another secret")
            .WithDescription("From then on the former secret signs nothing. The new one is never given out again.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDeliveries();
    }

    private static async Task<Ok<IReadOnlyList<TargetSummary>>> ListAsync(NotificationTargets targets, CancellationToken cancellationToken) =>
        TypedResults.Ok(await targets.ListAsync(cancellationToken));

    private static async Task<Results<Ok<TargetSummary>, ProblemHttpResult>> FindAsync(Guid id, NotificationTargets targets, CancellationToken cancellationToken) =>
        await targets.FindAsync(id, cancellationToken) is { } target ? TypedResults.Ok(target) : NoSuchTarget(id);

    private static async Task<Results<Created<NewTargetBody>, ValidationProblem>> CreateAsync(
        TargetEdit edit, ClaimsPrincipal user, NotificationTargets targets, CancellationToken cancellationToken) =>
        await targets.CreateAsync(edit, user.CallerName(), cancellationToken) switch
        {
            TargetSaveResult.Saved saved => TypedResults.Created($"{Address}/{saved.Target.Id}", new NewTargetBody(saved.Target, saved.Secret)),
            TargetSaveResult.Invalid invalid => ApiProblem.Invalid(invalid.Errors),
            var other => throw new NotSupportedException(other.ToString()),
        };

    private static async Task<Results<Ok<TargetSummary>, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        Guid id, TargetEdit edit, ClaimsPrincipal user, NotificationTargets targets, CancellationToken cancellationToken) =>
        await targets.UpdateAsync(id, edit, user.CallerName(), cancellationToken) switch
        {
            TargetSaveResult.Saved saved => TypedResults.Ok(saved.Target),
            TargetSaveResult.Invalid invalid => ApiProblem.Invalid(invalid.Errors),
            TargetSaveResult.Outdated outdated => ApiProblem.Of(
                StatusCodes.Status409Conflict,
                $"{outdated.Present.UpdatedBy} has changed the target since you read it. Read it again.",
                new Dictionary<string, object?> { ["revision"] = outdated.Present.Revision }),
            _ => NoSuchTarget(id),
        };

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, ClaimsPrincipal user, NotificationTargets targets, CancellationToken cancellationToken) =>
        await targets.RemoveAsync(id, user.CallerName(), cancellationToken) ? TypedResults.NoContent() : NoSuchTarget(id);

    private static async Task<Results<Ok<DeliveryRow>, ProblemHttpResult>> TestAsync(
        Guid id, ClaimsPrincipal user, TargetTrial trial, CancellationToken cancellationToken) =>
        await trial.SendAsync(id, user.CallerName(), cancellationToken) is { } delivery ? TypedResults.Ok(delivery) : NoSuchTarget(id);

    private static async Task<Results<Ok<NewSecretBody>, ProblemHttpResult>> RollAsync(
        Guid id, ClaimsPrincipal user, NotificationTargets targets, CancellationToken cancellationToken) =>
        await targets.RollSecretAsync(id, user.CallerName(), cancellationToken) is { } secret
            ? TypedResults.Ok(new NewSecretBody(secret))
            : ApiProblem.NotFound($"There is no webhook {id}.");

    private static ProblemHttpResult NoSuchTarget(Guid id) => ApiProblem.NotFound($"There is no notification target {id}.");
}

/// <summary>A target that was just added.</summary>
/// <param name="Secret">What its webhooks are signed with; null for e-mail. Keep it now: it is never given out again.</param>
public sealed record NewTargetBody(TargetSummary Target, string? Secret)
{
    /// <summary>Leaves the secret out, so that a logged body gives nothing away.</summary>
    public override string ToString() => $"Notification target {Target.Id}";
}

/// <summary>What webhooks are signed with from now on. Keep it now: it is never given out again.</summary>
public sealed record NewSecretBody(string Secret)
{
    /// <inheritdoc cref="NewTargetBody.ToString"/>
    public override string ToString() => "A new secret";
}
