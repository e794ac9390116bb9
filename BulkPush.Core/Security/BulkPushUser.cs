using Microsoft.AspNetCore.Identity;

namespace BulkPush.Core.Security;

/// <summary>A person who signs in.</summary>
public sealed class BulkPushUser : IdentityUser<Guid>;
