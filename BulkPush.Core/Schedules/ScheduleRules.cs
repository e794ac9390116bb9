using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Schedules;

/// <summary>What a schedule must be like to be saved.</summary>
internal sealed class ScheduleRules
{
    // Two whole days and more of the shortest interval that can be set, so that every pair of neighbours on a day and over midnight is seen.
    private const int Neighbours = 3_000;

    private readonly Dictionary<string, string[]> _errors = [];

    private ScheduleRules(ScheduleEdit edit) => Edit = edit;

    /// <summary>As it will be saved: trimmed.</summary>
    public ScheduleEdit Edit { get; private set; }

    /// <summary>Null while an error says why.</summary>
    public CronTimes? Times { get; private set; }

    public ScheduleSaveResult.Invalid? Broken => _errors.Count == 0 ? null : new ScheduleSaveResult.Invalid(_errors);

    /// <param name="id">The schedule that is edited; null for a new one.</param>
    public static async Task<ScheduleRules> ApplyAsync(
        BulkPushDbContext db, ScheduleEdit edit, Guid? id, TimeSpan shortestInterval, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = new ScheduleRules(edit with { Name = edit.Name.Trim(), TimeZone = edit.TimeZone.Trim(), Cron = edit.Cron.Trim() });
        rules.CheckTimes(shortestInterval, now);
        await rules.CheckNameAsync(db, id, cancellationToken);
        await rules.CheckScopeAsync(db, cancellationToken);
        return rules;
    }

    /// <summary>What is wrong with an expression or a zone, by field; the times when nothing is.</summary>
    public static (CronTimes? Times, IReadOnlyDictionary<string, string[]> Errors) Read(string cron, string timeZone, TimeSpan shortestInterval, DateTimeOffset now)
    {
        var rules = new ScheduleRules(new ScheduleEdit { Name = "", Cron = cron, TimeZone = timeZone });
        rules.CheckTimes(shortestInterval, now);
        return (rules.Times, rules._errors);
    }

    public void NameIsTaken() =>
        _errors[nameof(ScheduleEdit.Name)] = [$"There is a schedule called '{Edit.Name}' already."];

    private void CheckTimes(TimeSpan shortestInterval, DateTimeOffset now)
    {
        var zone = ScheduleZones.Find(Edit.TimeZone);
        if (zone is null)
        {
            _errors[nameof(ScheduleEdit.TimeZone)] =
                [Edit.TimeZone.Length == 0 ? "Choose a time zone." : $"'{Edit.TimeZone}' is not a time zone. Use an IANA name such as Europe/Berlin or America/New_York."];
        }

        try
        {
            var times = CronTimes.Parse(Edit.Cron, zone ?? TimeZoneInfo.Utc);
            Edit = Edit with { Cron = times.Cron, TimeZone = zone?.Id ?? Edit.TimeZone };
            if (Obstacle(times, shortestInterval, now) is { } obstacle)
            {
                _errors[nameof(ScheduleEdit.Cron)] = [obstacle];
            }

            Times = _errors.Count == 0 ? times : null;
        }
        catch (FormatException mistake)
        {
            _errors[nameof(ScheduleEdit.Cron)] = [mistake.Message];
        }
    }

    private static string? Obstacle(CronTimes times, TimeSpan shortestInterval, DateTimeOffset now)
    {
        if (times.Cron.Length > PushSchedule.MaxCronLength)
        {
            return $"The expression is longer than {PushSchedule.MaxCronLength} characters.";
        }

        // By a clock that never changes: what a clock change does to a schedule is no mistake of it.
        var steady = times.In(TimeZoneInfo.Utc).After(now).Take(Neighbours).ToList();
        if (steady.Count == 0)
        {
            return "This never runs: no date fits all five fields.";
        }

        var closest = steady.Zip(steady.Skip(1), (one, next) => next - one).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        return closest < shortestInterval
            ? $"Some of these runs are only {Words(closest)} apart. At least {Words(shortestInterval)} must lie between two runs (Schedules:ShortestInterval)."
            : null;
    }

    private async Task CheckNameAsync(BulkPushDbContext db, Guid? id, CancellationToken cancellationToken)
    {
        if (Edit.Name.Length is 0 or > PushSchedule.MaxNameLength)
        {
            _errors[nameof(ScheduleEdit.Name)] = [$"Give the schedule a name of 1 to {PushSchedule.MaxNameLength} characters."];
        }
        else if (Edit.Name.Any(char.IsControl))
        {
            _errors[nameof(ScheduleEdit.Name)] = ["The name has characters that cannot be shown."];
        }
        else if (await db.PushSchedules.FromSql($"select * from push_schedules where lower(name) = lower({Edit.Name})").AnyAsync(s => s.Id != id, cancellationToken))
        {
            NameIsTaken();
        }
    }

    private async Task CheckScopeAsync(BulkPushDbContext db, CancellationToken cancellationToken)
    {
        if (Edit.Scope.StoreIds is { } stores
            && (stores.Count == 0 || await db.Stores.CountAsync(s => stores.Contains(s.Id), cancellationToken) != stores.Distinct().Count()))
        {
            _errors[nameof(PushScope.StoreIds)] = [stores.Count == 0 ? "Choose at least one store, or all stores." : "One of the chosen stores does not exist."];
        }

        if (Edit.Scope.ProductIds is { } products
            && (products.Count == 0 || await db.Products.CountAsync(p => products.Contains(p.Id), cancellationToken) != products.Distinct().Count()))
        {
            _errors[nameof(PushScope.ProductIds)] =
                [products.Count == 0 ? "Choose at least one product, or the whole catalogue." : "One of the chosen products does not exist."];
        }

        // Whoever was removed since is told of nothing more, and is no reason to refuse an edit.
        if (Edit.Scope.NotifyTargetIds is { } told)
        {
            var known = await db.NotificationTargets.Where(t => told.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancellationToken);
            Edit = Edit with { Scope = Edit.Scope with { NotifyTargetIds = known.Count == 0 ? null : [.. told.Distinct().Where(known.Contains)] } };
        }

        if (Edit.Scope.Retry is not null)
        {
            _errors[nameof(ScheduleEdit.Scope)] = ["A retry cannot be scheduled: it is about one push that has ended."];
        }
    }

    private static string Words(TimeSpan span) => span.TotalMinutes switch
    {
        1 => "1 minute",
        60 => "1 hour",
        var minutes when minutes % 60 == 0 => $"{minutes / 60:0} hours",
        var minutes => $"{minutes:0} minutes",
    };
}
