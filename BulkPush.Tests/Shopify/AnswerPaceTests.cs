using BulkPush.Core.Shopify;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify;

public sealed class AnswerPaceTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AnswerPace _pace;

    public AnswerPaceTests() => _pace = new AnswerPace(_clock);

    [Fact]
    public void Answers_that_take_about_as_long_as_the_best_are_not_slow()
    {
        Answer(120, times: 40);
        Answer(200, times: 40);

        Assert.False(_pace.IsSlow);
        Assert.InRange(_pace.Usual, 0.180, 0.200);
    }

    [Fact]
    public void Answers_that_usually_take_more_than_twice_the_best_are_slow()
    {
        Answer(120, times: 40);
        Answer(400, times: 40);

        Assert.True(_pace.IsSlow);
    }

    [Fact]
    public void One_late_answer_says_nothing()
    {
        Answer(120, times: 40);
        Answer(1000, times: 1);

        Assert.False(_pace.IsSlow);
    }

    [Fact]
    public void A_store_that_has_become_slower_for_good_is_not_called_slow_for_ever()
    {
        Answer(120, times: 40);
        for (var second = 0; second < 50; second++)
        {
            Answer(400, times: 2);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(_pace.IsSlow);
    }

    private void Answer(int milliseconds, int times)
    {
        for (var time = 0; time < times; time++)
            _pace.Add(TimeSpan.FromMilliseconds(milliseconds));
    }
}
