using BulkPush.Core.Shopify;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>What everything that works on the files of one push shares.</summary>
/// <param name="Abort">When saving results or waiting for an answer under way must end.</param>
internal sealed record BulkContext(
    PushHold Hold, BulkOperations Shopify, NewVariantLimit NewVariants, ProgressRecorder Recorder, BulkActivity Activity, BulkRound Round, CancellationToken Abort);
