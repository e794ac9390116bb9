using BulkPush.Core.Notifications;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Notifications;

/// <summary>
/// Who is told of a push, or of those of a schedule: says who always is and lets the others be chosen. What is chosen goes to
/// <see cref="Core.Jobs.PushScope.NotifyTargetIds"/>. Shows nothing while there is no target.
/// </summary>
public sealed partial class NotifySelect : IDisposable
{
    private readonly PageVisit _visit = new();
    private IReadOnlyList<TargetChoice>? _choices;

    /// <summary>Ids of the chosen targets; null for none.</summary>
    [Parameter] public IReadOnlyList<Guid>? Value { get; set; }

    [Parameter] public EventCallback<IReadOnlyList<Guid>?> ValueChanged { get; set; }

    [Inject] public required NotificationTargets Targets { get; init; }

    [Inject] public required ILogger<NotifySelect> Logger { get; init; }

    private string Always => string.Join(", ", (_choices ?? []).Where(choice => choice.IsForEveryPush).Select(choice => choice.Name));

    public void Dispose() => _visit.Dispose();

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _choices = await Targets.ChoicesAsync(_visit.Leaving);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            // The page around it says that the database is away; without a choice nobody is told besides those who always are.
            Log.ReadingFailed(Logger, error);
        }
    }

    private bool IsChosen(TargetChoice choice) => Value?.Contains(choice.Id) is true;

    private Task ChooseAsync(TargetChoice choice, bool isChosen)
    {
        List<Guid> chosen = [.. (Value ?? []).Where(id => id != choice.Id)];
        if (isChosen)
            chosen.Add(choice.Id);
        return ValueChanged.InvokeAsync(chosen.Count == 0 ? null : chosen);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Who can be told of a push could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);
    }
}
