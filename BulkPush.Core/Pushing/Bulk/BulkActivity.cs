using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>Where a file is.</summary>
internal enum BulkStage
{
    Uploading,

    /// <summary>As many operations as may be are running, and not all of them are ours.</summary>
    Waiting,
    Running,
    Reading,
}

/// <summary>
/// What the files of one push are doing right now, as the screen shows it. Shopify counts the lines that it has worked through, in steps; a product
/// counts as processed only when its own result was read.
/// </summary>
internal sealed class BulkActivity(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, File> _files = [];
    private DateTimeOffset? _firstStart;
    private long _handledBefore;
    private bool _isUnanswered;

    /// <summary>Files that Shopify is working through.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _files.Values.Count(file => file.Stage == BulkStage.Running);
            }
        }
    }

    public void Move(BulkOperation operation, BulkStage stage, int lines)
    {
        lock (_gate)
        {
            var known = _files.GetValueOrDefault(operation.Id, new File(stage, lines, 0, 0));
            _files[operation.Id] = known with { Stage = stage, Lines = lines };
            if (stage == BulkStage.Running)
            {
                // An operation that an earlier firing started has been at work since then.
                _firstStart ??= operation.StartedAt ?? clock.GetUtcNow();
            }
        }
    }

    /// <param name="objectCount">Lines that Shopify says it has worked through.</param>
    public void Report(BulkOperation operation, long objectCount)
    {
        lock (_gate)
        {
            _isUnanswered = false;
            if (_files.TryGetValue(operation.Id, out var file))
            {
                _files[operation.Id] = file with { Reported = (int)Math.Clamp(objectCount, file.Reported, file.Lines) };
            }
        }
    }

    /// <summary>Shopify did not answer when it was asked how far it is.</summary>
    public void Unanswered()
    {
        lock (_gate)
        {
            _isUnanswered = true;
        }
    }

    /// <param name="lines">Results read since the last time.</param>
    public void Read(BulkOperation operation, int lines)
    {
        lock (_gate)
        {
            if (_files.TryGetValue(operation.Id, out var file))
            {
                _files[operation.Id] = file with { Accounted = file.Accounted + lines };
            }
        }
    }

    public void End(BulkOperation operation)
    {
        lock (_gate)
        {
            if (_files.Remove(operation.Id, out var file))
            {
                _handledBefore += file.Handled;
            }
        }
    }

    /// <summary>Adds to a push's figures what is known of its files.</summary>
    public StorePushProgress Observe(StorePushProgress figures)
    {
        lock (_gate)
        {
            var underWay = Math.Min(_files.Values.Sum(file => file.UnderWay), figures.Total - figures.Processed);
            return figures with
            {
                Phase = Phase(),
                IsWaitingForBudget = false,
                IsCoarse = _files.Values.Any(file => file.Stage is BulkStage.Running or BulkStage.Reading),
                UnderWay = underWay,
                RatePerSecond = Rate(),
                EtaSeconds = Rate() is { } rate ? (figures.Total - figures.Processed - underWay) / rate : null,
            };
        }
    }

    /// <summary>Lines a second since the first file ran, by Shopify's count; null until there is something to count.</summary>
    private double? Rate()
    {
        var handled = _handledBefore + _files.Values.Sum(file => (long)file.Handled);
        var seconds = _firstStart is { } start ? (clock.GetUtcNow() - start).TotalSeconds : 0;
        return handled > 0 && seconds >= 1 ? handled / seconds : null;
    }

    private string Phase()
    {
        int Count(BulkStage stage) => _files.Values.Count(file => file.Stage == stage);
        return (Running: Count(BulkStage.Running), Reading: Count(BulkStage.Reading), Waiting: Count(BulkStage.Waiting), Uploading: Count(BulkStage.Uploading)) switch
        {
            { Running: > 0 } when _isUnanswered => PushPhase.BulkUnanswered,
            { Running: > 0 and var files } => PushPhase.BulkRunning(files),
            { Reading: > 0 } => PushPhase.BulkReading,
            { Waiting: > 0 } => PushPhase.BulkWaiting,
            { Uploading: > 0 } => PushPhase.BulkUploading,
            _ => PushPhase.BulkWriting,
        };
    }

    /// <param name="Reported">Lines that Shopify says it has worked through.</param>
    /// <param name="Accounted">Lines whose results were read.</param>
    private sealed record File(BulkStage Stage, int Lines, int Reported, int Accounted)
    {
        public int UnderWay => Math.Max(0, Reported - Accounted);

        public int Handled => Math.Max(Reported, Accounted);
    }
}
