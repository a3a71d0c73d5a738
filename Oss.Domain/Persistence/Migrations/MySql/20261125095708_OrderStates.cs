using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
{
    /// <inheritdoc />
    public partial class OrderStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Orders_State_LeasedUntil",
                table: "Orders");

            migrationBuilder.AddColumn<Guid>(
                name: "BatchId",
                table: "Orders",
                type: "char(36)",
                nullable: true,
                collation: "ascii_general_ci");

            migrationBuilder.AddColumn<int>(
                name: "BatchPosition",
                table: "Orders",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Content",
                table: "Orders",
                type: "longtext",
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<DateTime>(
                name: "DueAt",
                table: "Orders",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ErrorCode",
                table: "Orders",
                type: "varchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<string>(
                name: "ErrorText",
                table: "Orders",
                type: "varchar(1000)",
                maxLength: 1000,
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<string>(
                name: "Interrupted",
                table: "Orders",
                type: "varchar(32)",
                maxLength: 32,
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<string>(
                name: "Lane",
                table: "Orders",
                type: "varchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Interactive",
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<Guid>(
                name: "LeaseOwner",
                table: "Orders",
                type: "char(36)",
                nullable: true,
                collation: "ascii_general_ci");

            migrationBuilder.AddColumn<string>(
                name: "OnFailure",
                table: "Orders",
                type: "varchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Compensate",
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<DateTime>(
                name: "PointOfNoReturnAt",
                table: "Orders",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RequestedStart",
                table: "Orders",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Submitter",
                table: "Orders",
                type: "longtext",
                nullable: false,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AlterColumn<string>(
                name: "ErrorText",
                table: "OrderItem",
                type: "varchar(1000)",
                maxLength: 1000,
                nullable: true,
                collation: "utf8mb4_nopad_bin",
                oldClrType: typeof(string),
                oldType: "varchar(500)",
                oldMaxLength: 500,
                oldNullable: true)
                .Annotation("MySql:CharSet", "utf8mb4")
                .OldAnnotation("MySql:CharSet", "utf8mb4")
                .OldAnnotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.AddColumn<string>(
                name: "DependsOn",
                table: "OrderItem",
                type: "varchar(4000)",
                maxLength: 4000,
                nullable: false,
                defaultValue: "",
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<string>(
                name: "Undo",
                table: "OrderItem",
                type: "longtext",
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            // Orders of before: what is open stays due when its lease ends; who submitted them is known by name only, and their checks are behind them.
            migrationBuilder.Sql("UPDATE Orders SET DueAt = LeasedUntil WHERE State IN ('InProgress', 'Held');");
            migrationBuilder.Sql("UPDATE Orders SET Submitter = '{\"Kind\":0,\"Name\":\"system\",\"Role\":0,\"TenantId\":null}';");

            migrationBuilder.DropColumn(
                name: "LeasedUntil",
                table: "Orders");

            migrationBuilder.CreateTable(
                name: "EventCounters",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    Last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventCounters", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateTable(
                name: "OrderBatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    ExternalSystem = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ExternalId = table.Column<string>(type: "varchar(128)", maxLength: 128, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    PayloadHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    SubmittedBy = table.Column<string>(type: "varchar(256)", maxLength: 256, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TenantId = table.Column<Guid>(type: "char(36)", nullable: true, collation: "ascii_general_ci"),
                    SubmittedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Orders = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderBatches", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateTable(
                name: "OrderEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Sequence = table.Column<long>(type: "bigint", nullable: true),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    OrderId = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    ExternalSystem = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ExternalId = table.Column<string>(type: "varchar(128)", maxLength: 128, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TenantId = table.Column<Guid>(type: "char(36)", nullable: true, collation: "ascii_general_ci"),
                    BatchId = table.Column<Guid>(type: "char(36)", nullable: true, collation: "ascii_general_ci"),
                    From = table.Column<string>(type: "varchar(32)", maxLength: 32, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    To = table.Column<string>(type: "varchar(32)", maxLength: 32, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ErrorCode = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderEvents", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.InsertData(
                table: "EventCounters",
                columns: new[] { "Id", "Last" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_BatchId_BatchPosition",
                table: "Orders",
                columns: new[] { "BatchId", "BatchPosition" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_Lane_DueAt_BatchPosition",
                table: "Orders",
                columns: new[] { "Lane", "DueAt", "BatchPosition" });

            migrationBuilder.CreateIndex(
                name: "IX_OrderBatches_ExternalSystem_ExternalId",
                table: "OrderBatches",
                columns: new[] { "ExternalSystem", "ExternalId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OrderBatches_SubmittedAt",
                table: "OrderBatches",
                column: "SubmittedAt");

            migrationBuilder.CreateIndex(
                name: "IX_OrderEvents_OrderId",
                table: "OrderEvents",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_OrderEvents_Sequence",
                table: "OrderEvents",
                column: "Sequence",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Orders_OrderBatches_BatchId",
                table: "Orders",
                column: "BatchId",
                principalTable: "OrderBatches",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Orders_OrderBatches_BatchId",
                table: "Orders");

            migrationBuilder.DropTable(
                name: "EventCounters");

            migrationBuilder.DropTable(
                name: "OrderBatches");

            migrationBuilder.DropTable(
                name: "OrderEvents");

            migrationBuilder.DropIndex(
                name: "IX_Orders_BatchId_BatchPosition",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Orders_Lane_DueAt_BatchPosition",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "BatchId",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "BatchPosition",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Content",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ErrorCode",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ErrorText",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Interrupted",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Lane",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "LeaseOwner",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "OnFailure",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "PointOfNoReturnAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "RequestedStart",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Submitter",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "DependsOn",
                table: "OrderItem");

            migrationBuilder.DropColumn(
                name: "Undo",
                table: "OrderItem");

            migrationBuilder.AddColumn<DateTime>(
                name: "LeasedUntil",
                table: "Orders",
                type: "datetime(6)",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AlterColumn<string>(
                name: "ErrorText",
                table: "OrderItem",
                type: "varchar(500)",
                maxLength: 500,
                nullable: true,
                collation: "utf8mb4_nopad_bin",
                oldClrType: typeof(string),
                oldType: "varchar(1000)",
                oldMaxLength: 1000,
                oldNullable: true)
                .Annotation("MySql:CharSet", "utf8mb4")
                .OldAnnotation("MySql:CharSet", "utf8mb4")
                .OldAnnotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_State_LeasedUntil",
                table: "Orders",
                columns: new[] { "State", "LeasedUntil" });
        }
    }
}
