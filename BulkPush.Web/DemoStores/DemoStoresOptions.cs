using System.ComponentModel.DataAnnotations;

namespace BulkPush.Web.DemoStores;

/// <summary>Section <c>DemoStores</c>.</summary>
public sealed class DemoStoresOptions
{
    public const string SectionName = "DemoStores";

    /// <summary>Folder for one journal a shop, so that shops survive a restart; null keeps them in memory only.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>Shops that exist from the start. Left empty, they are <see cref="DemoShops.Defaults"/>.</summary>
    public IList<DemoShopOptions> Shops { get; } = [];
}

/// <summary>One simulated shop.</summary>
public sealed class DemoShopOptions
{
    /// <summary>First label of the shop's domain and its place under <c>/demo-stores</c>.</summary>
    [Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,62}$", ErrorMessage = "DemoStores:Shops:Name may hold lower-case letters, digits and dashes only.")]
    public string Name { get; set; } = "";

    /// <summary>What <c>shop.name</c> answers; null = <see cref="Name"/>.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Admin API token the shop accepts.</summary>
    [Required(ErrorMessage = "DemoStores:Shops:AccessToken is missing.")]
    public string AccessToken { get; set; } = "";

    /// <summary>The app's id for the client credentials grant; null = no app has one.</summary>
    public string? ClientId { get; set; }

    /// <summary>The app's secret for the client credentials grant.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Life of a token that the grant gave out. <see cref="AccessToken"/> lives for ever.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromSeconds(86_399);

    /// <summary>How the app stands to the shop when it asks for a token.</summary>
    public DemoAppAccess AppAccess { get; set; }

    public DemoShopKind Kind { get; set; }

    /// <summary>Size of the cost bucket in points; null = as the plan of <see cref="Kind"/> has it.</summary>
    public double? MaximumAvailable { get; set; }

    /// <summary>Points restored a second; null = as the plan of <see cref="Kind"/> has it.</summary>
    public double? RestoreRate { get; set; }

    public string CurrencyCode { get; set; } = "EUR";

    /// <summary>Time every reply takes at least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Up to this much is added to <see cref="Latency"/> by chance.</summary>
    public TimeSpan LatencyJitter { get; set; }

    /// <summary>How long searches and counts by query do not see a write yet.</summary>
    public TimeSpan SearchLag { get; set; }

    /// <summary>Extra time of a reply that <see cref="FaultKind.SlowReply"/> hits.</summary>
    public TimeSpan SlowReply { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Seeds the shop's chance; null = derived from <see cref="Name"/>.</summary>
    public int? Seed { get; set; }

    /// <summary>Access scopes of the app; null = everything BulkPush asks for.</summary>
    public IList<string>? Scopes { get; set; }

    /// <summary>Names of the places that keep stock; null = one.</summary>
    public IList<string>? Locations { get; set; }

    /// <summary>Names of the sales channels that products can be published to; null = Online Store, Point of Sale and Shop.</summary>
    public IList<string>? Publications { get; set; }

    /// <summary>New variants that the shop takes a day, as a Shopify store with over 50,000 variants does; null = any number.</summary>
    public int? VariantsPerDay { get; set; }

    /// <summary>Lines a second that bulk operations get through, all of the shop together; 0 = no limit. Shopify publishes none: our assumption.</summary>
    public double BulkLinesPerSecond { get; set; } = 200;

    /// <summary>Time a bulk operation waits before its first line, and again after its last.</summary>
    public TimeSpan BulkDelay { get; set; }

    /// <summary>A running bulk operation shows its progress in steps of so many lines.</summary>
    public int BulkCountStep { get; set; } = 100;

    /// <summary>Chance of each fault, 0 to 1; null = as <see cref="Kind"/> has it.</summary>
    public IDictionary<FaultKind, double>? Faults { get; set; }

    public string Domain => Name + ".myshopify.com";

    internal DemoShopOptions Copy()
    {
        var copy = (DemoShopOptions)MemberwiseClone();
        copy.Scopes = Scopes?.ToList();
        copy.Locations = Locations?.ToList();
        copy.Publications = Publications?.ToList();
        copy.Faults = Faults is null ? null : new Dictionary<FaultKind, double>(Faults);
        return copy;
    }
}

/// <summary>Whether an app may have a token of the shop by the client credentials grant.</summary>
public enum DemoAppAccess
{
    Installed,

    /// <summary>The merchant did not install the app.</summary>
    NotInstalled,

    /// <summary>The app belongs to another organisation.</summary>
    NotPermitted,
}

/// <summary>What sort of shop it is: its plan, and whether it behaves.</summary>
public enum DemoShopKind
{
    /// <summary>2,000 points, 100 a second.</summary>
    Standard,

    /// <summary>20,000 points, 1,000 a second.</summary>
    Plus,

    /// <summary>A Standard shop of which a few replies in a hundred go wrong.</summary>
    Misbehaving,
}

/// <summary>What can be made to go wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>THROTTLED, as if other traffic had emptied the bucket.</summary>
    Throttle,

    /// <summary>HTTP 429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>HTTP 500 with Shopify's JSON body; nothing happened.</summary>
    ServerErrorJson,

    /// <summary>HTTP 502 with an HTML body; nothing happened.</summary>
    ServerErrorHtml,

    /// <summary>The connection breaks before anything happened.</summary>
    ConnectionReset,

    /// <summary>The request takes effect, then the connection breaks.</summary>
    LostReply,

    /// <summary>INTERNAL_SERVER_ERROR; nothing happened.</summary>
    InternalServerError,

    /// <summary>INTERNAL_SERVER_ERROR after the request took effect.</summary>
    InternalServerErrorAfterEffect,

    /// <summary>The request takes effect, and half of the reply arrives.</summary>
    BadJson,

    /// <summary>The request takes effect, and the reply comes late.</summary>
    SlowReply,

    /// <summary>HTTP 401: the token is no longer known.</summary>
    TokenRevoked,

    /// <summary>HTTP 402: the shop does not pay.</summary>
    ShopFrozen,

    /// <summary>HTTP 403: the app has no access to the shop.</summary>
    ShopForbidden,

    /// <summary>HTTP 404: there is no such shop.</summary>
    ShopMissing,

    /// <summary>HTTP 423: the shop is locked.</summary>
    ShopLocked,

    /// <summary>The token endpoint answers 503.</summary>
    TokenUnavailable,

    /// <summary>The upload storage answers 503 and keeps nothing.</summary>
    UploadRefused,

    /// <summary>bulkOperationRunMutation takes effect, then the connection breaks.</summary>
    BulkReplyLost,

    /// <summary>A bulk operation fails after half of its lines, with what it has done in partialDataUrl.</summary>
    BulkFails,

    /// <summary>A bulk operation does all of its lines, but its results are not to be had.</summary>
    BulkExpires,

    /// <summary>The first line of a bulk operation and every tenth after it take effect without a line among the results.</summary>
    BulkResultIncomplete,

    /// <summary>The download of a bulk operation's results breaks off half way.</summary>
    BulkResultTorn,
}
