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
    public int ReadBatch { get; set; } = 250;

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

    /// <summary>Last answers about products that the circuit breaker looks at; 0 lets it judge by faults of the whole store only.</summary>
    [Range(0, 10_000, ErrorMessage = "Pushing:BreakerWindow must be between 0 and 10000.")]
    public int BreakerWindow { get; set; } = 20;

    /// <summary>Part of <see cref="BreakerWindow"/> that must be exceeded by failures for one and the same reason of the store's, so that its push is paused.</summary>
    [Range(0.1, 0.99, ErrorMessage = "Pushing:BreakerShare must be between 0.1 and 0.99.")]
    public double BreakerShare { get; set; } = 0.8;

    /// <summary>How long after a push was paused by a fault that may pass its store is asked again; doubled with each further time, up to <see cref="ProbeAtMost"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00", ErrorMessage = "Pushing:ProbeAfter must be between 0.01 seconds and 1 day.")]
    public TimeSpan ProbeAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time between two such questions.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "7.00:00:00", ErrorMessage = "Pushing:ProbeAtMost must be between 0.01 seconds and 7 days.")]
    public TimeSpan ProbeAtMost { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a store is asked before its push waits for an operator; 0 means never.</summary>
    [Range(0, 100_000, ErrorMessage = "Pushing:ProbesAtMost must be between 0 and 100000.")]
    public int ProbesAtMost { get; set; } = 150;

    /// <summary>Longest time that one question may take. When a worker died with it, another one asks after twice that time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "Pushing:ProbeTimeout must be between 0.1 seconds and 10 minutes.")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Workers that may die in a row with one push, without an outcome between, before it is paused for an operator.</summary>
    [Range(1, 1000, ErrorMessage = "Pushing:DeathsAtMost must be between 1 and 1000.")]
    public int DeathsAtMost { get; set; } = 10;

    /// <summary>Lines that one file of a bulk operation may have; a file is also kept below Shopify's limit of 100 MB.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Pushing:BulkLines must be between 1 and 1000000.")]
    public int BulkLines { get; set; } = 10_000;

    /// <summary>First pause between two looks at a bulk operation; each further one is half as long again, up to <see cref="BulkPollAtMost"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00", ErrorMessage = "Pushing:BulkPollEach must be between 0.01 and 60 seconds.")]
    public TimeSpan BulkPollEach { get; set; } = TimeSpan.FromSeconds(1);

    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00", ErrorMessage = "Pushing:BulkPollAtMost must be between 0.01 seconds and 10 minutes.")]
    public TimeSpan BulkPollAtMost { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Lines that one bulk operation is assumed to get through a second, until some were seen in the store. An assumption: Shopify publishes none.
    /// </summary>
    [Range(0.01, 10_000, ErrorMessage = "Pushing:BulkLinesPerSecond must be between 0.01 and 10000.")]
    public double BulkLinesPerSecond { get; set; } = 5;

    /// <summary>What sending in files is assumed to take besides the lines: writing, uploading, waiting for Shopify to begin, reading.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Pushing:BulkOverhead must be between 0 and 1 hour.")]
    public TimeSpan BulkOverhead { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a file waits for bulk operations that are not ours, while none of ours runs, before its products are sent directly.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Pushing:BulkPatience must be between 0 and 1 day.")]
    public TimeSpan BulkPatience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an operation of which no answer came may still appear at Shopify; after that it did not start.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "Pushing:BulkStartDoubt must be between 0 and 10 minutes.")]
    public TimeSpan BulkStartDoubt { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a cancelled push waits for Shopify to end its operations, so that what was done is recorded.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Pushing:BulkCancelWait must be between 0 and 1 hour.")]
    public TimeSpan BulkCancelWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a worker says that it is alive.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ErrorMessage = "Pushing:CheckInEach must be between 0.1 seconds and 5 minutes.")]
    public TimeSpan CheckInEach { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How late a worker's check-in may be before the others take its pushes over; longer than processes and their clocks ever pause or differ.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00", ErrorMessage = "Pushing:CheckInDoubt must be between 0.5 seconds and 10 minutes.")]
    public TimeSpan CheckInDoubt { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a worker looks for pushes that nobody will run any more.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Pushing:ReconcileEach must be between 1 second and 1 hour.")]
    public TimeSpan ReconcileEach { get; set; } = TimeSpan.FromSeconds(15);
}
