namespace BulkPush.Web.Components.Pushes;

/// <summary>
/// Hands the push that an operator has just started over to the page that shows it, once: that visit announces the end even if it came before the
/// first reading, and no later one does.
/// </summary>
public sealed class StartedPush
{
    private Guid? _jobId;

    public void Hand(Guid jobId) => _jobId = jobId;

    public bool Take(Guid jobId)
    {
        if (_jobId != jobId)
            return false;

        _jobId = null;
        return true;
    }
}
