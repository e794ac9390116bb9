using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Schedules;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Makes a schedule or edits one; the address of a new one may carry what the bulk push page showed.</summary>
public sealed partial class SchedulePage : IDisposable
{
    private readonly PageVisit _visit = new();
    private ScheduleForm? _form;
    private IReadOnlyList<StoreSummary> _stores = [];
    private IReadOnlyDictionary<string, string[]> _errors = new Dictionary<string, string[]>();
    private (string Cron, string TimeZone, SchedulePreview Preview)? _previewed;
    private string? _name;
    private string? _problem;
    private long _revision;
    private bool _isOutdated;
    private bool _isMissing;
    private bool _isSelectionGone;
    private bool _isSaving;
    private bool _hasFailed;

    /// <summary>None means a new schedule.</summary>
    [Parameter] public Guid? Id { get; set; }

    /// <summary>The chosen products (<see cref="ProductSelection"/>); absent means all.</summary>
    [SupplyParameterFromQuery(Name = "products")] public string? Selection { get; set; }

    /// <summary>Ids of the chosen stores, commas between; absent means all.</summary>
    [SupplyParameterFromQuery(Name = "stores")] public string? StoreSelection { get; set; }

    [SupplyParameterFromQuery(Name = "force")] public bool? Force { get; set; }

    [SupplyParameterFromQuery(Name = "strategy")] public string? StrategyName { get; set; }

    /// <summary>Ids of notification targets, commas between.</summary>
    [SupplyParameterFromQuery(Name = "told")] public string? TargetSelection { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject] public required ScheduleService Schedules { get; init; }

    [Inject] public required ScheduleQueries Queries { get; init; }

    [Inject] public required StoreService Stores { get; init; }

    [Inject] public required PushSelections Selections { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<SchedulePage> Logger { get; init; }

    private string Title => Id is null ? "New schedule" : _name ?? "Schedule";

    /// <summary>The next runs of what is filled in, worked out anew only when that changes.</summary>
    private SchedulePreview Preview
    {
        get
        {
            var asked = (_form!.Cron, TimeZone: _form.TimeZone ?? "");
            if (_previewed is not { } known || (known.Cron, known.TimeZone) != asked)
                _previewed = known = (asked.Cron, asked.TimeZone, Queries.Preview(asked.Cron, asked.TimeZone));
            return known.Preview;
        }
    }

    public void Dispose() => _visit.Dispose();

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        (_form, _name, _problem, _isOutdated, _isMissing, _isSelectionGone, _hasFailed) = (null, null, null, false, false, false, false);
        _errors = new Dictionary<string, string[]>();
        try
        {
            _stores = await Stores.ListAsync(_visit.Leaving);
            if (Id is { } id)
                Show(await Queries.FindAsync(id, _visit.Leaving));
            else
                Begin();
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.ReadingFailed(Logger, error);
            _hasFailed = true;
        }
    }

    private void Show(ScheduleView? schedule)
    {
        _isMissing = schedule is null;
        if (schedule is not null)
            (_form, _name, _revision) = (ScheduleForm.Of(schedule), schedule.Name, schedule.Revision);
    }

    private void Begin()
    {
        var productIds = string.IsNullOrEmpty(Selection) ? null : Selections.Find(Selection);
        _isSelectionGone = !string.IsNullOrEmpty(Selection) && productIds is null;
        if (_isSelectionGone)
            return;

        var scope = new PushScope
        {
            ProductIds = productIds,
            StoreIds = IdsOf(StoreSelection)?.FindAll(id => _stores.Any(store => store.Id == id)),
            Force = Force is true,
            Strategy = UrlEnum.Read<PushStrategy>(StrategyName) ?? PushStrategy.Auto,
            NotifyTargetIds = IdsOf(TargetSelection),
        };
        _form = ScheduleForm.New(scope, Zone);
    }

    private static List<Guid>? IdsOf(string? text) => text?.Split(',').Select(part => Guid.TryParse(part, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();

    private async Task SaveAsync()
    {
        if (_isSaving)
            return;

        (_isSaving, _problem, _isOutdated, _errors) = (true, null, false, new Dictionary<string, string[]>());
        try
        {
            await SaveOnceAsync(_form!);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.SavingFailed(Logger, error);
            _problem = "It is not certain that the schedule was saved: the database did not answer. Look at the list of schedules before you try again.";
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task SaveOnceAsync(ScheduleForm form)
    {
        if (await Operator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            _problem = "You may not change schedules: the permission to push products is missing.";
            return;
        }

        var result = Id is { } id
            ? await Schedules.UpdateAsync(id, _revision, form.ToEdit(), actor, _visit.Leaving)
            : await Schedules.CreateAsync(form.ToEdit(), actor, _visit.Leaving);
        switch (result)
        {
            case ScheduleSaveResult.Saved:
                if (!_visit.IsOver)
                    Navigation.NavigateTo(PageAddress.Schedules);
                break;
            case ScheduleSaveResult.Invalid invalid:
                _errors = invalid.Errors;
                _problem = "The schedule was not saved. Correct the marked fields and save again.";
                break;
            case ScheduleSaveResult.Conflict:
                (_isOutdated, _problem) = (true, "Somebody else changed this schedule meanwhile. Nothing of yours was saved.");
                break;
            case ScheduleSaveResult.NotFound:
                _isMissing = true;
                break;
        }
    }

    /// <summary>What the times are is looked at while they are filled in, the rest when it is saved.</summary>
    private string? ErrorOf(string field) =>
        Preview.Errors.TryGetValue(field, out var sentences) || (field is not (nameof(ScheduleEdit.Cron) or nameof(ScheduleEdit.TimeZone)) && _errors.TryGetValue(field, out sentences))
            ? string.Join(' ', sentences)
            : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The schedule could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Error, "The schedule could not be saved.")]
        public static partial void SavingFailed(ILogger logger, Exception error);
    }
}
