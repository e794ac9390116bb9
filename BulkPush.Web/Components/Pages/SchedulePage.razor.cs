using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Schedules;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Makes a schedule or edits one; the address of a new one may carry what the bulk push page showed.</summary>
public sealed partial class SchedulePage
{
    private IReadOnlyList<StoreSummary> _stores = [];
    private (string Cron, string TimeZone, SchedulePreview Preview)? _previewed;
    private long _revision;
    private bool _isOutdated;
    private bool _isSelectionGone;

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

    protected override string Noun => "schedule";

    protected override (string Permission, string Refusal) Rule =>
        (Permissions.ProductsPush, "You may not change schedules: the permission to push products is missing.");

    private string Title => Id is null ? "New schedule" : Name ?? "Schedule";

    /// <summary>The next runs of what is filled in, worked out anew only when that changes.</summary>
    private SchedulePreview Preview
    {
        get
        {
            var asked = (Form!.Cron, TimeZone: Form.TimeZone ?? "");
            if (_previewed is not { } known || (known.Cron, known.TimeZone) != asked)
                _previewed = known = (asked.Cron, asked.TimeZone, Queries.Preview(asked.Cron, asked.TimeZone));
            return known.Preview;
        }
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        (_isOutdated, _isSelectionGone) = (false, false);
        _stores = await Stores.ListAsync(cancellationToken);
        if (Id is { } id)
            Show(await Queries.FindAsync(id, cancellationToken));
        else
            Begin();
    }

    protected override async Task SaveAsync(ScheduleForm form, string actor)
    {
        _isOutdated = false;
        var result = Id is { } id
            ? await Schedules.UpdateAsync(id, _revision, form.ToEdit(), actor, Leaving)
            : await Schedules.CreateAsync(form.ToEdit(), actor, Leaving);
        switch (result)
        {
            case ScheduleSaveResult.Saved:
                Leave(form, PageAddress.Schedules);
                break;
            case ScheduleSaveResult.Invalid invalid:
                Refuse(invalid.Errors);
                break;
            case ScheduleSaveResult.Conflict:
                (_isOutdated, Problem) = (true, "Somebody else changed this schedule meanwhile. Nothing of yours was saved.");
                break;
            case ScheduleSaveResult.NotFound:
                IsMissing = true;
                break;
        }
    }

    /// <summary>What the times are is looked at while they are filled in, the rest when it is saved.</summary>
    protected override string? ErrorOf(string field) =>
        Preview.Errors.TryGetValue(field, out var sentences) ? string.Join(' ', sentences)
        : field is nameof(ScheduleEdit.Cron) or nameof(ScheduleEdit.TimeZone) ? null
        : base.ErrorOf(field);

    private void Show(ScheduleView? schedule)
    {
        IsMissing = schedule is null;
        if (schedule is not null)
            (Form, Name, _revision) = (ScheduleForm.Of(schedule), schedule.Name, schedule.Revision);
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
        Form = ScheduleForm.New(scope, Zone);
    }

    private static List<Guid>? IdsOf(string? text) => text?.Split(',').Select(part => Guid.TryParse(part, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
}
