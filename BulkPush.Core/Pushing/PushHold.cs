using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing;

/// <summary>A push and the firing that holds it: every write is conditional on the firing still holding it (ENGINE rule 4).</summary>
internal sealed record PushHold(StorePush Push, string FireInstanceId);
