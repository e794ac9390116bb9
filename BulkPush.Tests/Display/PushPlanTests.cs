using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class PushPlanTests
{
    [Fact]
    public void Says_how_many_are_sent_and_how_many_cost_no_call() => Says(
        "160 products (counted per store) will be sent to 2 stores. 1,240 are up to date and cost no call.",
        isForced: false,
        Store(100, 40, 10, 1000),
        Store(0, 10, 0, 240));

    [Fact]
    public void A_forced_push_sends_everything() => Says("1,400 products (counted per store) will be sent to 2 stores.", isForced: true, Store(100, 40, 10, 1000), Store(0, 10, 0, 240));

    [Fact]
    public void A_push_of_what_is_up_to_date_can_be_started_and_says_that_it_only_confirms()
    {
        Says("Everything is up to date in 1 store: the push only confirms it and sends nothing.", isForced: false, Store(0, 0, 0, 240));
        Assert.True(new PushPlan([Store(0, 0, 0, 240)], IsForced: false).CanStart);
    }

    [Fact]
    public void Without_a_store_or_a_product_it_cannot_be_started()
    {
        Assert.False(new PushPlan([], IsForced: true).CanStart);
        Assert.False(new PushPlan([Store(0, 0, 0, 0)], IsForced: true).CanStart);
        Says("Choose at least one store.", isForced: false);
    }

    [Theory]
    [InlineData(3, 2, 0, true, "5 products activated in North.")]
    [InlineData(0, 2, 7, false, "2 products deactivated in North. 7 already were.")]
    [InlineData(0, 0, 7, true, "Nothing to change: 7 products already active in North.")]
    public void A_switch_of_channels_says_what_it_did(int created, int changed, int unchanged, bool isActive, string text) =>
        Assert.Equal(text, ChannelChangeText.For(new ChannelChange(created, changed, unchanged), isActive, "North"));

    private static StorePreview Store(int create, int update, int retry, int upToDate) => new(Guid.Empty, "North", create, update, retry, upToDate, RunningJobId: null);

    private static void Says(string sentence, bool isForced, params StorePreview[] stores) => Assert.Equal(sentence, new PushPlan(stores, isForced).Sentence);
}
