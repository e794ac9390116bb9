// Writes demo-catalogue.csv, always the same: dotnet run --file BulkPush.Web/DemoStores/demo-catalogue.generator.cs
// Every name and text is made up here; barcodes use the range for use inside a shop, images a domain that is reserved for examples.
#:property TargetFramework=net10.0
#:property ManagePackageVersionsCentrally=false
#:property AnalysisMode=None
#:property EnforceCodeStyleInBuild=false
#:property TreatWarningsAsErrors=false
#:property PublishAot=false
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var random = new Random(20260301);
var csv = new StringBuilder();
var barcode = 0;
string[] header =
[
    "Title", "URL handle", "Description", "Vendor", "Product category", "Type", "Tags", "Published on online store", "Status", "SKU", "Barcode",
    "Option1 name", "Option1 value", "Option2 name", "Option2 value", "Option3 name", "Option3 value", "Price", "Compare-at price", "Cost per item",
    "Charge tax", "Inventory tracker", "Continue selling when out of stock", "Weight value (grams)", "Weight unit for display", "Requires shipping",
    "Product image URL", "Image position", "Image alt text", "Variant image URL", "SEO title", "SEO description",
    "Material (product.metafields.custom.material)", "Care (product.metafields.custom.care)", "Made in (product.metafields.custom.made_in)",
    "Season (product.metafields.custom.season)",
];
WriteRow(header);

string[] models =
[
    "Skarvik", "Tarnmoor", "Lomvi", "Alderby", "Brisling", "Corriedal", "Dunlin", "Eskholm", "Fennick", "Grindal", "Havrest", "Isbrekka", "Juniper",
    "Kittering", "Larkspur", "Marrowby", "Nettlewick", "Orrin", "Pellworth", "Quernmoor", "Rookhope", "Silverbirch", "Thornlea", "Ullswick", "Vindel",
    "Wrenfield", "Yarrow", "Zephrine", "Ashlock", "Bellwether",
];
string[] madeIn = ["Portugal", "Estonia", "Japan", "Italy", "Türkiye", "Vietnam", "Scotland", "Slovenia", "Peru", "India"];
string[] colours = ["Moss", "Slate", "Rust", "Ink", "Oat", "Clay", "Fern", "Dusk", "Ochre", "Chalk", "Plum", "Sea Glass"];
string[] letters = ["XS", "S", "M", "L", "XL", "XXL"];
string[] shoes = ["36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47"];

Family[] families =
[
    new("Tents", "Sporting Goods > Outdoor Recreation > Camping & Hiking > Tents", "TNT", ["Varnholt Trail Co.", "Tindervik"], ["Ridge Tent", "Tunnel Tent", "Dome Tent", "Tarp Shelter"], 149, 629, 2400,
        [new("Capacity", ["1 person", "2 person", "3 person", "4 person"], 2, 4), new("Colour", colours, 1, 3)],
        ["ripstop nylon with a silicone finish", "recycled polyester and aluminium poles"], ["windy ridges and long weekends", "family meadows by the lake"],
        ["Pitches from one side in four minutes", "Two porches that each take a full pack", "Seams taped by hand and tested in a wind tunnel", "Packs down to the size of a loaf of bread"],
        ["Air it dry before storing.", "Wash by hand with cold water only."], ["camping", "shelter", "four seasons"]),
    new("Backpacks", "Luggage & Bags > Backpacks", "BPK", ["Varnholt Trail Co.", "Kestrelhide"], ["Day Pack", "Trekking Pack", "Roll-Top Pack", "Commuter Pack"], 59, 269, 1100,
        [new("Volume", ["18 L", "24 L", "38 L", "55 L"], 1, 4), new("Colour", colours, 2, 5)],
        ["waxed cotton canvas", "recycled 420-denier nylon"], ["hut-to-hut walks", "the train on Monday and the hills on Friday"],
        ["Back panel that lets air through", "Hip belt with room for a map and a snack", "Rain cover in its own pocket", "Loops for poles and ice axe"],
        ["Brush off dry dirt, then sponge clean."], ["bags", "hiking", "travel"]),
    new("Sleeping Bags", "Sporting Goods > Outdoor Recreation > Camping & Hiking > Sleeping Bags", "SLB", ["Tindervik"], ["Sleeping Bag", "Summer Quilt", "Winter Sleeping Bag"], 89, 449, 950,
        [new("Length", ["Regular", "Long"], 2, 2), new("Zip", ["Left", "Right"], 2, 2)],
        ["duck down of traceable origin", "hollow recycled fibre"], ["nights around freezing", "huts, vans and clear skies"],
        ["Box foot that leaves room for toes", "Collar that seals with one hand", "Comes with a cotton sack for storage"],
        ["Wash gently with down soap.\nTumble dry with two tennis balls."], ["camping", "sleep"]),
    new("Hiking Boots", "Apparel & Accessories > Shoes > Boots", "BTS", ["Kestrelhide", "Varnholt Trail Co."], ["Hiking Boot", "Approach Shoe", "Winter Boot"], 119, 289, 1250,
        [new("Size", shoes, 10, 12), new("Width", ["Regular", "Wide"], 1, 2), new("Colour", colours, 1, 2)],
        ["full-grain leather", "suede with a waterproof membrane"], ["stony paths with a heavy pack", "wet heather and snow patches"],
        ["Resoleable with any cobbler", "Rand of natural rubber", "Padded tongue that keeps out grit"],
        ["Brush clean and let dry away from heat.\nGrease twice a season."], ["shoes", "hiking", "waterproof"]),
    new("Rain Jackets", "Apparel & Accessories > Clothing > Outerwear > Coats & Jackets", "RNJ", ["Tindervik", "Sablecroft"], ["Rain Jacket", "Storm Shell", "Trail Anorak", "City Raincoat"], 99, 379, 420,
        [new("Size", letters, 5, 6), new("Colour", colours, 3, 6)],
        ["three-layer recycled polyester", "tightly woven organic cotton"], ["days that begin dry and end otherwise", "cycling to work in November"],
        ["Hood that turns with the head", "Two-way zip with a storm flap", "Vents under the arms", "Hem that covers the saddle"],
        ["Wash at 30 °C without softener.\nTumble dry warm to wake the finish."], ["jackets", "rain", "outerwear"]),
    new("Fleeces", "Apparel & Accessories > Clothing > Outerwear", "FLC", ["Tindervik", "Moorhen & Daughters"], ["Fleece Jacket", "Half-Zip Fleece", "Fleece Vest"], 59, 159, 380,
        [new("Size", letters, 5, 6), new("Colour", colours, 2, 5)],
        ["brushed recycled polyester", "a blend of wool and recycled fleece"], ["cool mornings at camp", "under a shell or on its own"],
        ["Flat seams that do not rub under straps", "Chest pocket for a phone", "Cuffs that stay put when pushed up"],
        ["Wash at 30 °C in a bag that catches fibres."], ["layers", "warm"]),
    new("Headlamps", "Hardware > Tools > Flashlights & Headlamps", "HDL", ["Lumenfold"], ["Headlamp", "Running Lamp", "Camp Lantern"], 24, 119, 95, [],
        ["aluminium and recycled nylon", "polycarbonate"], ["finding the hut after dusk", "reading in the tent"],
        ["Red light that keeps night vision", "Charges from a cable or three small cells", "Beam that widens with a turn"], ["Wipe with a damp cloth."], ["light", "camping"]),
    new("Camp Kitchen", "Sporting Goods > Outdoor Recreation > Camping & Hiking > Camp Kitchen", "CMP", ["Lumenfold", "Varnholt Trail Co."], ["Camp Stove", "Pot Set", "Folding Grill", "Coffee Dripper", "Spork"], 9, 149, 520, [],
        ["hard-anodised aluminium", "stainless steel", "titanium"], ["a first coffee with a view", "pasta for four after rain"],
        ["Nests in itself with a cloth between", "Handles that stay cool", "Boils a litre in under four minutes"], ["Wash with sand and water, or in the dishwasher at home."], ["camping", "kitchen"]),
    new("Bottles", "Home & Garden > Kitchen & Dining > Food & Beverage Carriers > Water Bottles", "BTL", ["Lumenfold", "Fold & Ferry"], ["Insulated Bottle", "Trail Flask", "Travel Mug"], 19, 55, 340,
        [new("Size", ["350 ml", "500 ml", "750 ml", "1 l"], 2, 4), new("Colour", colours, 4, 10)],
        ["double-walled stainless steel"], ["tea that is still hot at the top", "the desk and the boat alike"],
        ["Lid that opens with one hand", "Fits every bottle holder we tried", "No plastic touches the drink"], ["Rinse warm; the lid may go in the dishwasher."], ["drinks", "travel", "gift"]),
    new("Sweaters", "Apparel & Accessories > Clothing > Shirts & Tops > Sweaters", "SWT", ["Moorhen & Daughters", "Sablecroft"], ["Lambswool Sweater", "Cable Cardigan", "Roll-Neck Sweater", "Merino Crew"], 69, 229, 460,
        [new("Size", letters, 5, 6), new("Colour", colours, 3, 6)],
        ["lambswool spun on the island", "extra-fine merino"], ["log fires and cold platforms", "the office and the allotment"],
        ["Knitted in one piece, without side seams", "Ribs that keep their shape", "Mended free for ten years"],
        ["Wash by hand, cool.\nDry flat on a towel."], ["knitwear", "wool", "autumn"]),
    new("T-Shirts", "Apparel & Accessories > Clothing > Shirts & Tops > T-Shirts", "TEE", ["Fold & Ferry", "Sablecroft"], ["Heavy Tee", "Pocket Tee", "Long-Sleeve Tee", "Boxy Tee"], 19, 55, 190,
        [new("Size", letters, 6, 6), new("Colour", colours, 6, 10)],
        ["organic cotton, 220 g", "cotton and hemp"], ["every day that is not formal", "layering, sleeping and painting the fence"],
        ["Collar that does not wave", "Sewn with cotton thread and so wholly compostable", "Washed before sewing: it will not shrink"],
        ["Wash at 40 °C with like colours."], ["basics", "cotton", "summer"]),
    new("Linen Shirts", "Apparel & Accessories > Clothing > Shirts & Tops > Shirts", "LIN", ["Sablecroft", "Tessaro Atelier"], ["Linen Shirt", "Camp-Collar Shirt", "Grandad Shirt"], 65, 149, 230,
        [new("Size", letters, 5, 6), new("Colour", colours, 2, 5)],
        ["flax from Normandy, woven and dyed", "linen with a little cotton"], ["heat, and rooms without air conditioning", "a wedding by the sea"],
        ["Buttons of corozo nut", "Split yoke and single-needle seams", "Better with every wash"], ["Wash at 30 °C, iron damp or not at all."], ["linen", "summer", "shirts"]),
    new("Jeans", "Apparel & Accessories > Clothing > Pants > Jeans", "JNS", ["Tessaro Atelier", "Fold & Ferry"], ["Straight Jean", "Wide Jean", "Tapered Jean"], 79, 199, 720,
        [new("Waist", ["28", "29", "30", "31", "32", "33", "34", "36", "38", "40"], 6, 10), new("Length", ["30", "32", "34"], 2, 3), new("Wash", ["Raw", "Stone", "Black"], 1, 2)],
        ["13-ounce selvedge denim", "organic cotton with two percent stretch"], ["years, if you let it", "workshops and late dinners"],
        ["Chain-stitched hem", "Pockets deep enough for a paperback", "Rivets of solid copper"], ["Wash seldom, inside out, cold."], ["denim", "trousers"]),
    new("Dresses", "Apparel & Accessories > Clothing > Dresses", "DRS", ["Tessaro Atelier", "Moorhen & Daughters"], ["Wrap Dress", "Shirt Dress", "Midi Dress", "Pinafore"], 79, 239, 380,
        [new("Size", ["34", "36", "38", "40", "42", "44"], 5, 6), new("Colour", colours, 2, 4)],
        ["viscose from certified forests", "washed linen", "brushed cotton twill"], ["garden tables and city stairs", "work, and what comes after it"],
        ["Pockets, of course", "Waist that ties to fit", "Lined to the knee"], ["Wash at 30 °C on a gentle cycle."], ["dresses", "spring"]),
    new("Socks", "Apparel & Accessories > Clothing > Underwear & Socks > Socks", "SOX", ["Moorhen & Daughters", "Tindervik"], ["Walking Sock", "Bed Sock", "Everyday Sock"], 9, 34, 80,
        [new("Size", ["36–38", "39–41", "42–44", "45–47"], 3, 4), new("Colour", colours, 3, 8)],
        ["merino and nylon", "combed cotton"], ["long days in boots", "cold floors"], ["Toe closed by hand", "Cushioned heel", "Stays up without squeezing"], ["Wash at 40 °C, inside out."], ["wool", "basics", "gift"]),
    new("Scarves & Hats", "Apparel & Accessories > Clothing Accessories", "ACC", ["Moorhen & Daughters"], ["Wool Scarf", "Ribbed Beanie", "Felt Hat", "Mittens"], 24, 99, 130,
        [new("Colour", colours, 3, 12)],
        ["lambswool", "boiled wool felt", "alpaca"], ["the walk to the bakery in January"], ["Woven on a narrow loom from 1958", "Warm without weight", "Label you can cut off without a trace"], ["Air it. If you must, wash by hand."], ["wool", "winter", "gift"]),
    new("Sneakers", "Apparel & Accessories > Shoes > Sneakers", "SNK", ["Kestrelhide", "Fold & Ferry"], ["Court Sneaker", "Canvas Sneaker", "Runner"], 79, 189, 820,
        [new("Size", shoes, 9, 12), new("Colour", colours, 2, 5)],
        ["vegetable-tanned leather", "organic canvas on natural rubber"], ["pavements, ferries and market squares"], ["Sole stitched, not only glued", "Cork insole that takes your shape", "Second pair of laces in the box"], ["Wipe clean; canvas goes in the machine at 30 °C."], ["shoes", "city"]),
    new("Belts & Wallets", "Apparel & Accessories > Clothing Accessories > Belts", "LTH", ["Kestrelhide"], ["Leather Belt", "Card Wallet", "Key Loop", "Passport Cover"], 25, 95, 160,
        [new("Colour", ["Cognac", "Black", "Chestnut", "Olive"], 2, 4)],
        ["bridle leather, four millimetres thick", "vegetable-tanned calf"], ["a lifetime, with a little wax"], ["Edges burnished by hand", "Solid brass hardware", "Takes a monogram"], ["Wax once a year."], ["leather", "gift"]),
    new("Mugs", "Home & Garden > Kitchen & Dining > Tableware > Drinkware > Mugs", "MUG", ["Olmhagen Pottery", "Bramblewick Home"], ["Stoneware Mug", "Espresso Cup", "Tea Bowl"], 12, 42, 390,
        [new("Glaze", ["Salt", "Tenmoku", "Celadon", "Speckle", "Night"], 2, 5)],
        ["wheel-thrown stoneware", "porcelain"], ["the first cup and the fifth"], ["No two are quite the same", "Foot ground smooth for soft tables", "Fits the hand, or both"], ["Dishwasher and microwave safe."], ["ceramics", "kitchen", "gift"]),
    new("Vases", "Home & Garden > Decor > Vases", "VAS", ["Olmhagen Pottery", "Quillmoss"], ["Bud Vase", "Floor Vase", "Pitcher Vase"], 22, 189, 1300,
        [new("Size", ["Small", "Medium", "Large"], 1, 3)],
        ["mouth-blown glass", "unglazed terracotta", "glazed stoneware"], ["one branch or a whole hedge"], ["Watertight without a liner", "Weighted foot", "Signed underneath"], ["Rinse with warm water and rice."], ["decor", "ceramics"]),
    new("Cushions", "Home & Garden > Decor > Throw Pillows", "CSH", ["Bramblewick Home", "Quillmoss"], ["Linen Cushion", "Velvet Cushion", "Bench Cushion"], 25, 89, 600,
        [new("Size", ["40 × 40 cm", "50 × 50 cm", "60 × 40 cm"], 2, 3), new("Colour", colours, 3, 8)],
        ["washed linen", "cotton velvet"], ["corners that want a nap"], ["Hidden zip", "Filled with feathers or wool, as you like", "Piped by hand"], ["Cover: wash at 30 °C."], ["decor", "living room"]),
    new("Blankets", "Home & Garden > Linens & Bedding > Bedding > Blankets", "BLK", ["Moorhen & Daughters", "Bramblewick Home"], ["Wool Throw", "Picnic Blanket", "Cot Blanket"], 49, 219, 1200,
        [new("Colour", colours, 2, 7)], ["new wool from small flocks", "recycled wool"], ["sofas, boats and long car journeys"], ["Fringed by hand", "Woven in a mill that runs on its own river", "Keeps warm even damp"], ["Air outdoors.\nWash cool on the wool programme."], ["wool", "living room", "gift"]),
    new("Lamps", "Home & Garden > Lighting > Lamps", "LMP", ["Lumenfold", "Quillmoss"], ["Table Lamp", "Pendant Lamp", "Reading Lamp", "Floor Lamp"], 59, 389, 2600,
        [new("Finish", ["Brass", "Black", "White", "Copper"], 2, 4)], ["spun aluminium", "turned oak and linen"], ["corners that are dark by four"], ["Dims without a hum", "Three metres of fabric cable", "Every part can be replaced"], ["Dust with a dry cloth."], ["light", "living room"]),
    new("Candles", "Home & Garden > Decor > Home Fragrances > Candles", "CND", ["Quillmoss", "Bramblewick Home"], ["Scented Candle", "Pillar Candle", "Travel Candle"], 14, 59, 420,
        [new("Scent", ["Fig", "Smoke", "Cedar", "Rain", "Orange Peel", "No scent"], 3, 6)], ["rapeseed wax and a cotton wick", "beeswax"], ["baths and blackouts"], ["Burns for forty hours", "Glass that becomes a tumbler", "Poured in batches of sixty"], ["Trim the wick before each use."], ["fragrance", "gift"]),
    new("Kitchen Tools", "Home & Garden > Kitchen & Dining > Kitchen Tools & Utensils", "KIT", ["Bramblewick Home", "Harrow & Pine"], ["Chopping Board", "Rolling Pin", "Salad Servers", "Bread Knife", "Pepper Mill"], 12, 129, 780, [],
        ["oiled walnut", "olive wood", "ash and carbon steel"], ["the cook who has everything but this"], ["Cut from a single piece", "Oiled three times", "Hangs from a leather loop"], ["Wash by hand and oil now and then."], ["kitchen", "wood", "gift"]),
    new("Cookware", "Home & Garden > Kitchen & Dining > Cookware & Bakeware", "CKW", ["Harrow & Pine"], ["Cast-Iron Pan", "Casserole", "Griddle", "Saucepan"], 39, 249, 2900,
        [new("Diameter", ["20 cm", "24 cm", "28 cm"], 1, 3)], ["cast iron, seasoned with linseed oil", "copper lined with tin"], ["gas, induction, oven and open fire"], ["Helper handle for full pans", "Lid that bastes", "Milled smooth inside"], ["Wipe out, dry at once, oil thinly."], ["kitchen", "cooking"]),
    new("Bed Linen", "Home & Garden > Linens & Bedding > Bedding", "BED", ["Bramblewick Home", "Fold & Ferry"], ["Duvet Cover", "Fitted Sheet", "Pillowcase Pair"], 29, 189, 1100,
        [new("Size", ["Single", "Double", "King", "Super King"], 3, 4), new("Colour", colours, 3, 6)], ["stonewashed linen", "cotton percale"], ["hot sleepers and late risers"], ["Ties inside so nothing slips", "Envelope closing without buttons", "Woven to be mended"], ["Wash at 60 °C."], ["bedroom", "linen"]),
    new("Towels", "Home & Garden > Linens & Bedding > Towels", "TWL", ["Fold & Ferry"], ["Bath Towel", "Hammam Towel", "Tea Towel Set"], 12, 69, 520,
        [new("Size", ["30 × 50 cm", "50 × 100 cm", "70 × 140 cm"], 1, 3), new("Colour", colours, 3, 8)], ["long-staple cotton", "linen and cotton"], ["baths, beaches and dishes"], ["Dries by noon", "Loop on the long side", "Softer after five washes"], ["Wash at 60 °C, no softener."], ["bathroom", "cotton"]),
    new("Rugs", "Home & Garden > Decor > Rugs", "RUG", ["Quillmoss"], ["Flatweave Rug", "Hall Runner", "Wool Rug"], 89, 890, 6500,
        [new("Size", ["70 × 140 cm", "140 × 200 cm", "170 × 240 cm", "200 × 300 cm"], 2, 4), new("Colour", colours, 1, 3)], ["hand-spun wool on cotton", "jute and wool"], ["floors that echo"], ["Looks the same on both sides", "Woven on demand, in three weeks", "Felt underlay included"], ["Vacuum gently; have it washed by someone who knows how."], ["living room", "wool"]),
    new("Planters", "Home & Garden > Lawn & Garden > Gardening > Pots & Planters", "PLT", ["Olmhagen Pottery", "Harrow & Pine"], ["Planter", "Hanging Pot", "Seed Tray", "Watering Can"], 14, 129, 1800,
        [new("Size", ["12 cm", "18 cm", "26 cm"], 1, 3)], ["frost-proof terracotta", "galvanised steel"], ["balconies that face north"], ["Saucer included", "Hole where it should be", "Ages well"], ["Empty before hard frost."], ["garden", "plants"]),
    new("Garden Tools", "Home & Garden > Lawn & Garden > Gardening > Gardening Tools", "GRD", ["Harrow & Pine"], ["Hand Fork", "Secateurs", "Hori Knife", "Dibber", "Rake"], 15, 99, 480, [],
        ["forged steel and ash", "stainless steel and beech"], ["clay soil and strong opinions"], ["Sharpened before it leaves us", "Handle that can be replaced", "Leather sheath"], ["Wipe dry and oil."], ["garden"]),
];

foreach (var family in families)
{
    var names = models.OrderBy(_ => random.Next()).Take(13).ToArray();
    for (var i = 0; i < names.Length; i++)
        WriteMade(family, names[i], family.Nouns[i % family.Nouns.Length], i + 1);
}

// Written by hand: other scripts, emoji and the shapes that a rule of the importer or of a store is about.
Told[] told =
[
    new("常滑の急須", "常滑-急須", "清水窯", "茶器", "<p>朱泥を薄く挽いた横手の急須です。茶こしは共土の細かい穴で、深蒸し茶にも向きます。</p>", 68, "色", ["朱", "黒", "藻掛け"], "ceramics, 日本, tea"),
    new("藍染め手ぬぐい", "藍染め手ぬぐい", "青波染工房", "手ぬぐい", "<p>本藍で二度染めた木綿の手ぬぐい。使うほどにやわらかくなります。</p><ul><li>約34 × 90 cm</li><li>端は切りっぱなし</li></ul>", 18, "柄", ["麻の葉", "青海波", "市松", "無地"], "cotton, 日本, 藍"),
    new("ひのき弁当箱", "hinoki-bento", "清水窯", "弁当箱", "<p>木曽のひのきを曲げて作った一段の弁当箱。ごはんがべたつきません。</p>", 54, "容量", ["450 ml", "600 ml"], "kitchen, 日本, wood"),
    new("鉄風鈴「夕立」", "鉄風鈴-夕立", "青波染工房", "風鈴", "<p>鋳鉄の澄んだ音色。短冊は付け替えられます。</p>", 32, null, [], "garden, 日本"),
    new("備前のぐい呑み", "備前-ぐい呑み", "清水窯", "酒器", "<p>釉薬をかけずに十日間焼き締めました。景色は一つずつ違います。</p>", 27, null, [], "ceramics, 日本"),
    new("抹茶スターターセット 🍵", "matcha-starter-set", "清水窯", "茶器", "<p>茶碗、茶筅、茶杓、棗の四点セット。説明書は日本語と英語です。</p>", 89, null, [], "tea, gift, 日本"),
    new("صابون زيت الزيتون بالغار", "صابون-زيت-الزيتون", "بيت الغار", "صابون", "<p>صابون مطبوخ ببطء من زيت الزيتون وزيت الغار، ويُجفَّف تسعة أشهر قبل البيع.</p>", 9.5m, "الوزن", ["150 غ", "200 غ", "طقم من ثلاث قطع"], "bathroom, gift, عربي"),
    new("سجادة صلاة منسوجة يدويًا", "سجادة-صلاة", "بيت الغار", "سجاد", "<p>نسيج يدوي من الصوف والقطن بألوان نباتية ثابتة.</p>", 129, "اللون", ["أخضر", "كحلي", "رمّاني"], "wool, عربي"),
    new("دلة قهوة نحاسية", "دلة-قهوة", "سوق الصفّارين", "أواني القهوة", "<p>دلة مطروقة باليد ومطلية بالقصدير من الداخل، تكفي ستة فناجين.</p>", 74, "السعة", ["٤ فناجين", "٦ فناجين", "١٠ فناجين"], "coffee, kitchen, عربي"),
    new("تمر مجدول فاخر", "تمر-مجدول", "سوق الصفّارين", "أطعمة", "<p>حبات كبيرة طرية من محصول هذا العام، معبأة في علبة خشبية.</p>", 22, "العبوة", ["٥٠٠ غ", "١ كغ"], "food, gift, عربي"),
    new("فانوس زجاجي ملوّن", "فانوس-زجاجي", "سوق الصفّارين", "إضاءة", "<p>زجاج منفوخ بالفم في إطار من النحاس. يصلح للشموع والمصابيح الصغيرة.</p>", 59, null, [], "light, عربي"),
    new("Εξαιρετικό παρθένο ελαιόλαδο", "ελαιόλαδο-κορωνέικη", "Μικρός Ελαιώνας", "Τρόφιμα", "<p>Πρώιμης συγκομιδής, από ελιές κορωνέικες που αλέθονται την ίδια μέρα.</p>", 16.9m, "Συσκευασία", ["250 ml", "500 ml", "3 l"], "food, Ελλάδα"),
    new("Σαπούνι με θυμάρι", "σαπούνι-θυμάρι", "Μικρός Ελαιώνας", "Σαπούνια", "<p>Χειροποίητο, με ελαιόλαδο και θυμάρι από τα νησιά.</p>", 6.5m, null, [], "bathroom, Ελλάδα"),
    new("Υφαντή πετσέτα «Μελτέμι»", "πετσέτα-μελτέμι", "Αργαλειός Ανέμη", "Πετσέτες", "<p>Βαμβακερή πετσέτα θαλάσσης που στεγνώνει γρήγορα στον αέρα.</p>", 38, "Χρώμα", ["Άσπρο", "Γαλάζιο", "Ώχρα", "Μαύρο"], "bathroom, summer, Ελλάδα"),
    new("Κεραμικό μπολ για μεζέδες", "μπολ-μεζέδες", "Αργαλειός Ανέμη", "Κεραμικά", "<p>Τροχήλατο, με γυάλωμα στο χρώμα της θάλασσας. Μπαίνει στο πλυντήριο πιάτων.</p>", 14, "Μέγεθος", ["Μικρό", "Μεσαίο", "Μεγάλο"], "ceramics, Ελλάδα"),
    new("Сорочка «Дніпрова хвиля»", "сорочка-дніпрова-хвиля", "Майстерня Льон", "Сорочки", "<p>Лляна сорочка з ручною вишивкою по коміру та манжетах.</p>", 96, "Розмір", ["XS", "S", "M", "L", "XL"], "linen, вишивка"),
    new("보자기 선물 포장 천", "보자기-포장천", "달빛공방", "보자기", "<p>자투리 모시를 이어 만든 조각보입니다. 여러 번 쓸 수 있는 포장 천이에요.</p>", 29, "크기", ["55 cm", "75 cm", "110 cm"], "gift, 한국"),
    new("달항아리 화병", "달항아리", "달빛공방", "도자기", "<p>두 개의 사발을 맞붙여 빚은 백자 화병.</p>", 180, null, [], "ceramics, 한국"),
    new("ผ้าขาวม้าทอมือ", "ผ้าขาวม้า", "บ้านฝ้ายคำ", "ผ้าทอ", "<p>ทอมือจากฝ้ายย้อมสีธรรมชาติ เนื้อนุ่ม แห้งเร็ว</p>", 24, "สี", ["คราม", "แดงครั่ง", "ขมิ้น"], "cotton, ไทย"),
    new("हाथ से बना मिट्टी का कुल्हड़", "मिट्टी-का-कुल्हड़", "मिट्टी घर", "बर्तन", "<p>चाय के लिए छह कुल्हड़ों का सेट। हर कुल्हड़ चाक पर बना है।</p>", 19, null, [], "ceramics, tea, हिन्दी"),
    new("מגש עץ זית", "מגש-עץ-זית", "סדנת הגליל", "מטבח", "<p>מגש הגשה מעץ זית עתיק, מלוטש ומשומן ביד.</p>", 49, "גודל", ["קטן", "בינוני", "גדול"], "kitchen, wood, עברית"),
    new("Happy Camper Sticker Sheet 🏕️🐻✨", "happy-camper-sticker-sheet", "Varnholt Trail Co.", "Stickers", "<p>Eighteen weatherproof stickers for bottles, bikes and laptops. 🎒🥾🔥</p>", 4.5m, null, [], "gift, fun 🎉"),
    new("Crème brûlée set „Größe zählt nicht“", "creme-brulee-set", "Harrow & Pine", "Cookware", "<p>Vier flache Förmchen &amp; ein kleiner Brenner. Pour 4 à 6 personnes – déjà rodé.</p>", 44, null, [], "kitchen, gift"),
    new("Mended, Not New: 5\" Darning Mushroom", "darning-mushroom", "Moorhen & Daughters", "Sewing", "<p>For heels, elbows and patience. \"Make do\" never looked so good; works with wool, cotton, even silk.</p>", 15, null, [], "wool, repair"),
    new("Postcard: Greetings from Nowhere in Particular", "postcard-nowhere", "Quillmoss", "Paper Goods", "<p>One postcard. No view.</p>", 0, null, [], "gift, free"),
    new("The Whole Workshop", "the-whole-workshop", "Harrow & Pine", "Garden Tools", "<p>Every tool we forge, in an oak chest, delivered by two people and a van.</p>", 12499, null, [], "garden, wood"),
];
for (var i = 0; i < told.Length; i++)
    WriteTold(told[i], i + 1);

File.WriteAllText(Path.Combine(Path.GetDirectoryName(SourcePath())!, "demo-catalogue.csv"), csv.ToString(), new UTF8Encoding(false));

void WriteMade(Family family, string model, string noun, int number)
{
    var title = $"{model} {noun}";
    var handle = title.ToLowerInvariant().Replace(' ', '-');
    var vendor = family.Vendors[number % family.Vendors.Length];
    var material = Pick(family.Materials);
    var status = random.Next(100) switch { < 5 => "draft", < 9 => "archived", _ => "active" };
    var description = $"<p>{Opening(model, noun, Pick(family.Uses))}</p><p>{Middle(material)}</p><ul>{string.Concat(family.Features.OrderBy(_ => random.Next()).Take(random.Next(2, family.Features.Length + 1)).Select(feature => $"<li>{feature}</li>"))}</ul>";
    var axes = family.Axes.Select(axis => axis with { Values = Spread(axis.Values, random.Next(axis.Least, axis.Most + 1)) }).Where(axis => axis.Values.Length > 1 || family.Axes.Length == 1).ToArray();
    var images = random.Next(9);
    var basePrice = Nice(family.Low + (family.High - family.Low) * (decimal)Math.Pow(random.NextDouble(), 1.6));
    var isReduced = random.Next(5) == 0;
    var isStepped = axes.Length > 0 && axes[0].Name is "Size" or "Volume" or "Capacity" or "Diameter" && family.Code is not ("TEE" or "SWT" or "LIN" or "RNJ" or "FLC" or "BTS" or "SNK" or "SOX" or "DRS");
    var care = random.Next(4) == 0 ? "" : Pick(family.Care);
    var season = random.Next(3) == 0 ? Pick(["Spring 2026", "Summer 2026", "Autumn 2026", "Winter 2026"]) : "";
    var isFirst = true;
    var row = 0;
    foreach (var values in Tuples(axes))
    {
        var step = isStepped ? Array.IndexOf(axes[0].Values, values[0]) : 0;
        var price = Nice(basePrice * (1 + 0.3m * step));
        var image = row < images ? row + 1 : 0;
        WriteRow(
        [
            isFirst ? title : "", handle, isFirst ? description : "", isFirst ? vendor : "", isFirst ? family.Category : "", isFirst ? family.Type : "",
            isFirst ? string.Join(", ", family.Tags.Append(vendor.Split(' ')[0].ToLowerInvariant()).Concat(isReduced ? ["sale"] : Array.Empty<string>())) : "",
            isFirst ? (status == "active" ? "TRUE" : "FALSE") : "", isFirst ? status : "",
            $"{family.Code}-{number:00}-{row + 1:00}", Ean(),
            Name(axes, 0, isFirst), Value(values, 0), Name(axes, 1, isFirst), Value(values, 1), Name(axes, 2, isFirst), Value(values, 2),
            Money(price), isReduced ? Money(Nice(price * 1.25m)) : "", Money(decimal.Round(price * 0.42m, 2)),
            "TRUE", "shopify", random.Next(12) == 0 ? "continue" : "deny", $"{family.Grams + family.Grams * step / 4 + number * 10}", family.Grams >= 1000 ? "kg" : "g", "TRUE",
            image > 0 ? Image(handle, image) : "", image > 0 ? $"{image}" : "", image > 0 ? Alt(title, image) : "",
            image > 0 && axes.Length > 0 && random.Next(3) == 0 ? Image(handle, image) : "",
            isFirst && random.Next(2) == 0 ? $"{title} by {vendor}" : "", isFirst && random.Next(2) == 0 ? $"{title}: made for {Pick(family.Uses)}." : "",
            isFirst ? material : "", isFirst ? care : "", isFirst && random.Next(3) > 0 ? Pick(madeIn) : "", isFirst ? season : "",
        ]);
        isFirst = false;
        row++;
    }

    for (; row < images; row++)
        WriteImage(handle, row + 1, Alt(title, row + 1));
}

void WriteTold(Told product, int number)
{
    var values = product.Values.Length == 0 ? [""] : product.Values;
    for (var i = 0; i < values.Length; i++)
    {
        WriteRow(
        [
            i == 0 ? product.Title : "", product.Handle, i == 0 ? product.Description : "", i == 0 ? product.Vendor : "", "", i == 0 ? product.Type : "",
            i == 0 ? product.Tags : "", i == 0 ? "TRUE" : "", i == 0 ? "active" : "", $"SPC-{number:00}-{i + 1:00}", Ean(),
            i == 0 && product.OptionName is not null ? product.OptionName : "", values[i], "", "", "", "",
            Money(product.Price + i * Nice(product.Price * 0.25m)), "", Money(decimal.Round(product.Price * 0.4m, 2)), "TRUE", "shopify", "deny", $"{200 + number * 25}", "g", "TRUE",
            i == 0 ? Image($"special-{number:00}", 1) : "", i == 0 ? "1" : "", i == 0 ? product.Title : "", "", "", "", "", "", "", "",
        ]);
    }
}

void WriteImage(string handle, int position, string alt)
{
    var cells = new string[header.Length];
    Array.Fill(cells, "");
    (cells[1], cells[26], cells[27], cells[28]) = (handle, Image(handle, position), $"{position}", alt);
    WriteRow(cells);
}

void WriteRow(string[] cells) =>
    csv.AppendJoin(',', cells.Select(cell => cell.AsSpan().ContainsAny("\",\n") ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell)).Append('\n');

string Opening(string model, string noun, string use) => random.Next(4) switch
{
    0 => $"The {model} is a {noun.ToLowerInvariant()} for {use}.",
    1 => $"Made for {use}: the {model} does one thing and does it well.",
    2 => $"We drew the {model} {noun.ToLowerInvariant()} with {use} in mind, then left out whatever it did not need.",
    _ => $"If your days hold {use}, you will reach for the {model} without thinking.",
};

string Middle(string material) => random.Next(3) switch
{
    0 => $"It is made of {material}, in small runs, by people we know by name.",
    1 => $"We chose {material} because it ages well and can be repaired.",
    _ => $"The material is {material}; the rest is patience.",
};

string Alt(string title, int position) => $"{title}, {(position == 1 ? "front" : position == 2 ? "side" : position == 3 ? "in use" : $"detail {position - 3}")}";

static string Image(string handle, int position) => $"https://images.example.com/demo/{handle}/{position}.jpg";

string Pick(string[] from) => from[random.Next(from.Length)];

// A run of neighbours for sizes reads better than a random choice.
string[] Spread(string[] values, int count) => [.. values.Skip(random.Next(values.Length - count + 1)).Take(count)];

static IEnumerable<string[]> Tuples(Axis[] axes) =>
    axes.Aggregate<Axis, IEnumerable<string[]>>([[]], (tuples, axis) => tuples.SelectMany(tuple => axis.Values.Select(value => (string[])[.. tuple, value]))).Take(60);

static string Name(Axis[] axes, int i, bool isFirst) => isFirst && i < axes.Length ? axes[i].Name : "";

static string Value(string[] values, int i) => i < values.Length ? values[i] : "";

static string Money(decimal price) => price.ToString("0.00", CultureInfo.InvariantCulture);

static decimal Nice(decimal price) => price switch
{
    <= 0 => 0,
    < 20 => decimal.Floor(price) + 0.50m,
    < 100 => decimal.Floor(price) + 0.90m,
    _ => decimal.Floor(price / 5) * 5 + 4,
};

// 20 to 29 at the front: numbers that a shop gives itself.
string Ean()
{
    var digits = $"20{++barcode:0000000000}";
    var sum = digits.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
    return $"{digits}{(10 - sum % 10) % 10}";
}

static string SourcePath([CallerFilePath] string path = "") => path;

internal sealed record Axis(string Name, string[] Values, int Least, int Most);

internal sealed record Family(
    string Type, string Category, string Code, string[] Vendors, string[] Nouns, decimal Low, decimal High, int Grams, Axis[] Axes,
    string[] Materials, string[] Uses, string[] Features, string[] Care, string[] Tags);

internal sealed record Told(string Title, string Handle, string Vendor, string Type, string Description, decimal Price, string? OptionName, string[] Values, string Tags);
