using System.ComponentModel.DataAnnotations;

namespace BulkPush.Core.Pushing;

/// <summary>How pushes run in a worker process. Section <c>Pushing</c>.</summary>
public sealed class PushingOptions
{
    public const string SectionName = "Pushing";

    /// <summary>Stores that one worker process pushes at the same time.</summary>
    [Range(1, 1000, ErrorMessage = "Pushing:StoresAtOnce must be between 1 and 1000.")]
    public int StoresAtOnce { get; set; } = 50;

    /// <summary>Most calls that may be under way to one store; its points and its pace decide how many really are.</summary>
    [Range(1, 1000, ErrorMessage = "Pushing:RequestsInFlight must be between 1 and 1000.")]
    public int RequestsInFlight { get; set; } = 128;

    /// <summary>Products read from the database at a time.</summary>
    [Range(1, 1000, ErrorMessage = "Pushing:ReadBatch must be between 1 and 1000.")]
    public int ReadBatch { get; set; } = 100;

    /// <summary>Results that are saved together while a push is slow.</summary>
    [Range(1, 1000, ErrorMessage = "Pushing:SaveEvery must be between 1 and 1000.")]
    public int SaveEvery { get; set; } = 5;

    /// <summary>Shortest time between two saves of one push: what batches results while it is fast.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05", ErrorMessage = "Pushing:SaveAtMostEach must be between 0 and 5 seconds.")]
    public TimeSpan SaveAtMostEach { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest time a result waits to be saved.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10", ErrorMessage = "Pushing:SaveAtLeastEach must be between 0.1 and 10 seconds.")]
    public TimeSpan SaveAtLeastEach { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long calls under way may go on when a push is stopped, so that their outcome is known.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Pushing:StopGrace must be between 0 and 60 seconds.")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a worker looks for pushes that nobody will run any more.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Pushing:ReconcileEach must be between 1 second and 1 hour.")]
    public TimeSpan ReconcileEach { get; set; } = TimeSpan.FromSeconds(15);
}
