using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

[OptionsValidator]
internal sealed partial class PushingOptionsValidator : IValidateOptions<PushingOptions>;
